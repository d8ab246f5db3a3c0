package opencmg.mockmp.xml;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds the tree of a document. */
final class TreeSink implements XmlSink {

    private record Open(String name, Map<String, String> attributes, List<Element> children, StringBuilder text) {}

    private final Deque<Open> open = new ArrayDeque<>();
    private @Nullable Element root;

    @Override
    public void start(String name, Map<String, String> attributes) {
        open.push(new Open(name, attributes, new ArrayList<>(), new StringBuilder()));
    }

    @Override
    public void text(String text) {
        Open here = open.peek();
        if (here != null) {
            here.text().append(text);
        }
    }

    @Override
    public void end() {
        Open done = open.pop();
        Element element = new Element(
                done.name(), done.attributes(), done.children(), done.text().toString());
        Open parent = open.peek();
        if (parent == null) {
            root = element;
        } else {
            parent.children().add(element);
        }
    }

    Element root() {
        if (root == null) {
            throw new MalformedXmlException("no root element");
        }
        return root;
    }
}
