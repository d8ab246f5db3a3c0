package opencmg.http;

/** A head cannot be put into HTTP/1.1. The message tells what is wrong and nothing of the request. */
public final class UnwritableHeadException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public UnwritableHeadException(String what) {
        super(what, null, false, false);
    }
}
