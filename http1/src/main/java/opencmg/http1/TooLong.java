package opencmg.http1;

/** A line, or all of a head, is longer than its reader takes. */
public final class TooLong extends Malformed {

    private static final long serialVersionUID = 1;

    TooLong(String what) {
        super(what);
    }
}
