package opencmg.client.descriptor;

/** The site server did not do what it was asked for; the message is its answer. */
public final class SiteRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;

    SiteRefusedException(int status, String message) {
        super(message);
        this.status = status;
    }

    /** For example 409 when a site in passive mode is asked for a token. */
    public int status() {
        return status;
    }
}
