package opencmg.mockmp.xml;

import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Parses untrusted XML. The parser streams, so a limit is reached before memory is spent. DTDs and entity references are refused, which excludes
 * entity bombs and external entities.
 */
public final class SafeXml {

    static final int MAX_DEPTH = 64;
    static final int MAX_ATTRIBUTES = 64;
    private static final int MAX_TREE_ELEMENTS = 20_000;
    private static final int MAX_STREAM_ELEMENTS = 1_000_000;

    private SafeXml() {}

    /**
     * Parses a document to a tree.
     *
     * @throws MalformedXmlException when it is not well-formed, has a DTD, or is over a limit
     */
    public static Element parse(String document) {
        TreeBuilder tree = new TreeBuilder();
        read(document, tree, MAX_TREE_ELEMENTS);
        return tree.root();
    }

    /**
     * Checks a document without keeping it: for large reports that are stored unchanged.
     *
     * @return name of the root element
     * @throws MalformedXmlException see {@link #parse}
     */
    public static String check(String document) {
        RootNameSink root = new RootNameSink();
        read(document, root, MAX_STREAM_ELEMENTS);
        return root.name();
    }

    private static void read(String document, Sink sink, int maxElements) {
        try {
            XMLStreamReader reader = factory().createXMLStreamReader(new StringReader(document));
            int depth = 0;
            int elements = 0;
            while (reader.hasNext()) {
                switch (reader.next()) {
                    case XMLStreamConstants.START_ELEMENT -> {
                        depth++;
                        elements++;
                        checkLimit(depth, MAX_DEPTH, "levels of elements");
                        checkLimit(elements, maxElements, "elements");
                        checkLimit(reader.getAttributeCount(), MAX_ATTRIBUTES, "attributes of one element");
                        sink.start(reader.getLocalName(), attributes(reader));
                    }
                    case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
                        sink.text(reader.getText());
                    case XMLStreamConstants.END_ELEMENT -> {
                        depth--;
                        sink.end();
                    }
                    case XMLStreamConstants.DTD ->
                        throw new MalformedXmlException("a document type declaration is refused");
                    case XMLStreamConstants.ENTITY_REFERENCE ->
                        throw new MalformedXmlException("an entity reference is refused");
                    default -> {}
                }
            }
        } catch (XMLStreamException e) {
            throw new MalformedXmlException(
                    "not well-formed XML at line " + e.getLocation().getLineNumber());
        }
    }

    /** One factory per document: the JDK does not guarantee that a factory is thread-safe. */
    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        return factory;
    }

    private static void checkLimit(int count, int limit, String what) {
        if (count > limit) {
            throw new MalformedXmlException("more than " + limit + " " + what);
        }
    }

    private static Map<String, String> attributes(XMLStreamReader reader) {
        Map<String, String> attributes = new HashMap<>();
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            attributes.put(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
        }
        return attributes;
    }

    /** Receives the events of a document. */
    private interface Sink {

        void start(String name, Map<String, String> attributes);

        void text(String text);

        void end();
    }

    /** Keeps only the name of the root element. */
    private static final class RootNameSink implements SafeXml.Sink {

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

    /** Builds the tree of elements. */
    private static final class TreeBuilder implements SafeXml.Sink {

        private record OpenElement(
                String name, Map<String, String> attributes, List<Element> children, StringBuilder text) {}

        private final Deque<OpenElement> open = new ArrayDeque<>();
        private @Nullable Element root;

        @Override
        public void start(String name, Map<String, String> attributes) {
            open.push(new OpenElement(name, attributes, new ArrayList<>(), new StringBuilder()));
        }

        @Override
        public void text(String text) {
            OpenElement current = open.peek();
            if (current != null) {
                current.text().append(text);
            }
        }

        @Override
        public void end() {
            OpenElement closed = open.pop();
            Element element = new Element(
                    closed.name(),
                    closed.attributes(),
                    closed.children(),
                    closed.text().toString());
            OpenElement parent = open.peek();
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
}
