package opencmg.mockmp.http;

/** A request that is not served. The status and phrase go to the sender, the reason into the log; see {@link Failures} for who is told the reason. */
public class Refused extends RuntimeException {

    private final int status;
    private final String phrase;

    /**
     * A refusal.
     *
     * @param status HTTP status
     * @param phrase reason phrase; a connection point passes it on without blanks (protocol.md 2.12)
     * @param reason why, for the log
     */
    public Refused(int status, String phrase, String reason) {
        super(reason);
        this.status = status;
        this.phrase = phrase;
    }

    public int status() {
        return status;
    }

    public String phrase() {
        return phrase;
    }
}
