package opencmg.client.message;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.DefaultHandler;

/** A parsed element of a reply, and {@link #escape} for requests. Document types are refused. */
public final class Xml {

    private final Element element;

    private Xml(Element element) {
        this.element = element;
    }

    /** @throws UnreadableReplyException if the text is not well-formed */
    public static Xml parse(String text) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setErrorHandler(new ThrowingErrorHandler());
            return new Xml(
                    builder.parse(new InputSource(new StringReader(text))).getDocumentElement());
        } catch (SAXException | IOException e) {
            throw new UnreadableReplyException("the answer is not well-formed XML: " + e.getMessage(), e);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException("this Java runtime has no safe XML parser", e);
        }
    }

    /** Escapes text content and attributes in double quotes. */
    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    public String name() {
        return element.getTagName();
    }

    /** The value of an attribute, empty if absent. */
    public String attribute(String name) {
        return element.getAttribute(name);
    }

    public String text() {
        return element.getTextContent().strip();
    }

    /** The first direct child with that name. */
    public Optional<Xml> child(String name) {
        return children(name).stream().findFirst();
    }

    /** All direct children with that name. */
    public List<Xml> children(String name) {
        List<Xml> children = new ArrayList<>();
        for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element found && found.getTagName().equals(name)) {
                children.add(new Xml(found));
            }
        }
        return children;
    }

    /** The default handler of the parser writes to standard error. */
    private static final class ThrowingErrorHandler extends DefaultHandler {

        @Override
        public void error(SAXParseException e) throws SAXException {
            throw e;
        }

        @Override
        public void fatalError(SAXParseException e) throws SAXException {
            throw e;
        }
    }
}
