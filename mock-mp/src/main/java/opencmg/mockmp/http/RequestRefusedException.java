package opencmg.mockmp.http;

/** A request that is refused. Status and phrase go to the sender, the reason to the log; {@link FailureHandlers} says who gets the reason. */
public class RequestRefusedException extends RuntimeException {

    private static final int MAX_REASON_LENGTH = 300;

    private final int status;
    private final String phrase;

    /**
     * Creates a refusal.
     *
     * @param status HTTP status
     * @param phrase reason phrase; a connection point forwards it without spaces (protocol.md 2.12)
     * @param reason why, for the log; control characters are replaced, so that text of the sender cannot forge log lines
     */
    public RequestRefusedException(int status, String phrase, String reason) {
        super(oneLine(reason));
        this.status = status;
        this.phrase = phrase;
    }

    private static String oneLine(String reason) {
        String plain = reason.replaceAll("[\\p{Cntrl}\\u0085\\u2028\\u2029]", "?");
        return plain.length() > MAX_REASON_LENGTH ? plain.substring(0, MAX_REASON_LENGTH) + "..." : plain;
    }

    public int status() {
        return status;
    }

    public String phrase() {
        return phrase;
    }

    /** The reason as a sentence: first letter in upper case, full stop at the end. */
    String sentence() {
        String reason = String.valueOf(getMessage());
        if (reason.isEmpty()) {
            return phrase;
        }
        String end = reason.endsWith(".") ? "" : ".";
        return Character.toUpperCase(reason.charAt(0)) + reason.substring(1) + end;
    }
}
