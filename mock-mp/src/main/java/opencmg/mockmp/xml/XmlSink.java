package opencmg.mockmp.xml;

import java.util.Map;

/** Takes in a document as it is read. */
interface XmlSink {

    void start(String name, Map<String, String> attributes);

    void text(String text);

    void end();
}
