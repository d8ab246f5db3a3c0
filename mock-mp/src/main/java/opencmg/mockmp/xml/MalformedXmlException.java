package opencmg.mockmp.xml;

/** A document that is not well-formed, or that exceeds a limit of {@link SafeXml}. */
public final class MalformedXmlException extends RuntimeException {

    public MalformedXmlException(String message) {
        super(message);
    }
}
