package opencmg.mockmp.xml;

import java.util.Map;

/** Keeps the name of the root element and nothing else. */
final class RootName implements XmlSink {

    private String name = "";

    @Override
    public void start(String name, Map<String, String> attributes) {
        if (this.name.isEmpty()) {
            this.name = name;
        }
    }

    @Override
    public void text(String text) {
        // not kept
    }

    @Override
    public void end() {
        // not kept
    }

    String name() {
        return name;
    }
}
