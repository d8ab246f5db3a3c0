package opencmg.mockmp.http;

/** A request that is not served. The status and phrase go to the sender, the reason into the log; see {@link Failures} for who is told the reason. */
public class RequestRefusedException extends RuntimeException {

    private static final int LONGEST_REASON = 300;

    private final int status;
    private final String phrase;

    /**
     * A refusal.
     *
     * @param status HTTP status
     * @param phrase reason phrase; a connection point passes it on without blanks (protocol.md 2.12)
     * @param reason why, for the log; what of it comes from the sender cannot end a line there
     */
    public RequestRefusedException(int status, String phrase, String reason) {
        super(oneLine(reason));
        this.status = status;
        this.phrase = phrase;
    }

    private static String oneLine(String reason) {
        String plain = reason.replaceAll("[\\p{Cntrl}\\u0085\\u2028\\u2029]", "?");
        return plain.length() > LONGEST_REASON ? plain.substring(0, LONGEST_REASON) + "..." : plain;
    }

    public int status() {
        return status;
    }

    public String phrase() {
        return phrase;
    }

    /** The reason as a sentence. */
    String toSender() {
        String reason = String.valueOf(getMessage());
        if (reason.isEmpty()) {
            return phrase;
        }
        String end = reason.endsWith(".") ? "" : ".";
        return Character.toUpperCase(reason.charAt(0)) + reason.substring(1) + end;
    }
}
