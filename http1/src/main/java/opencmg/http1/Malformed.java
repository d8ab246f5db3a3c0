package opencmg.http1;

/** What has come is not HTTP/1.1. The message is for operators; it repeats nothing of what came. */
public class Malformed extends Exception {

    private static final long serialVersionUID = 1;

    public Malformed(String what) {
        super(what, null, false, false);
    }
}
