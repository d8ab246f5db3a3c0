package opencmg.mockmp.xml;

/** A document that is not well-formed, or that asks for more than {@link SafeXml} gives. */
public final class MalformedXml extends RuntimeException {

    public MalformedXml(String message) {
        super(message);
    }
}
