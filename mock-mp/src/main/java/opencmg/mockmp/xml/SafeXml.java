package opencmg.mockmp.xml;

import java.io.StringReader;
import java.util.HashMap;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads XML from strangers. The parser streams, so a limit is met before memory is spent; DTDs and entity references are refused outright, which
 * ends entity bombs and external entities alike.
 */
public final class SafeXml {

    static final int MOST_DEPTH = 64;
    static final int MOST_ATTRIBUTES = 64;
    private static final int MOST_ELEMENTS_OF_A_TREE = 20_000;
    private static final int MOST_ELEMENTS_OF_A_STREAM = 1_000_000;

    private SafeXml() {}

    /**
     * The whole document as a tree.
     *
     * @throws MalformedXmlException when it is not well-formed, has a DTD, or is over a limit
     */
    public static Element parse(String document) {
        TreeSink tree = new TreeSink();
        walk(document, tree, MOST_ELEMENTS_OF_A_TREE);
        return tree.root();
    }

    /**
     * Reads to the end and keeps nothing: for large reports that are stored as they came.
     *
     * @return name of the root element
     * @throws MalformedXmlException as {@link #parse}
     */
    public static String check(String document) {
        RootName root = new RootName();
        walk(document, root, MOST_ELEMENTS_OF_A_STREAM);
        return root.name();
    }

    private static void walk(String document, XmlSink sink, int mostElements) {
        try {
            XMLStreamReader reader = factory().createXMLStreamReader(new StringReader(document));
            int depth = 0;
            int elements = 0;
            while (reader.hasNext()) {
                switch (reader.next()) {
                    case XMLStreamConstants.START_ELEMENT -> {
                        depth++;
                        elements++;
                        within(depth, MOST_DEPTH, "levels of elements");
                        within(elements, mostElements, "elements");
                        within(reader.getAttributeCount(), MOST_ATTRIBUTES, "attributes of one element");
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

    /** A factory of its own for each document: the JDK does not promise that one may be shared between threads. */
    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        return factory;
    }

    private static void within(int count, int most, String what) {
        if (count > most) {
            throw new MalformedXmlException("more than " + most + " " + what);
        }
    }

    private static Map<String, String> attributes(XMLStreamReader reader) {
        Map<String, String> attributes = new HashMap<>();
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            attributes.put(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
        }
        return attributes;
    }
}
