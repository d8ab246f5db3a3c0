package opencmg.http;

/** A head contains something that HTTP/1.1 cannot express. The message names the problem and repeats nothing of the head. */
public final class UnwritableHeadException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public UnwritableHeadException(String detail) {
        super(detail, null, false, false);
    }
}
