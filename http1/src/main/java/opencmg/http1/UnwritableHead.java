package opencmg.http1;

/** A head cannot be put into HTTP/1.1. The message tells what is wrong and nothing of the request. */
public final class UnwritableHead extends RuntimeException {

    private static final long serialVersionUID = 1;

    public UnwritableHead(String what) {
        super(what, null, false, false);
    }
}
