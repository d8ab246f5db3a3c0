package opencmg.client.descriptor;

/** The site server refused a request; the message contains its response. */
public final class SiteRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;

    SiteRefusedException(int status, String message) {
        super(message);
        this.status = status;
    }

    /** For example 409 if a site in passive mode is asked for a token. */
    public int status() {
        return status;
    }
}
