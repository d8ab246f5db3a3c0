package opencmg.http;

/** A line, or all of a head, is longer than its reader takes. */
public final class HeadTooLargeException extends HttpSyntaxException {

    private static final long serialVersionUID = 1;

    public HeadTooLargeException(String what) {
        super(what);
    }
}
