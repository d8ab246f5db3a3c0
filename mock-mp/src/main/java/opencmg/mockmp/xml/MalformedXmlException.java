package opencmg.mockmp.xml;

/** A document that is not well-formed, or that asks for more than {@link SafeXml} gives. */
public final class MalformedXmlException extends RuntimeException {

    public MalformedXmlException(String message) {
        super(message);
    }
}
