package opencmg.http;

/**
 * Received bytes are not HTTP/1.1 as this project accepts it.
 *
 * <p>The message is for operators and never repeats what was received.
 */
public class HttpSyntaxException extends Exception {

    private static final long serialVersionUID = 1;

    /** The rule that was broken, from which the server chooses the response. */
    public enum Kind {
        /** Not the grammar of RFC 9112, or two readers could understand it differently. */
        MALFORMED,
        /** The first line is longer than the limit. */
        LINE_TOO_LONG,
        /** The header fields have too many bytes, or there are too many of them. */
        FIELDS_TOO_LARGE,
        /** Neither HTTP/1.1 nor HTTP/1.0. */
        VERSION
    }

    private final Kind kind;

    public HttpSyntaxException(String detail) {
        this(Kind.MALFORMED, detail);
    }

    public HttpSyntaxException(Kind kind, String detail) {
        super(detail, null, false, false);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
