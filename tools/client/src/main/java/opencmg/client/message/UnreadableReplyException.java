package opencmg.client.message;

/** A reply that violates the protocol; the message names the violated rule. */
public final class UnreadableReplyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UnreadableReplyException(String message) {
        super(message);
    }

    UnreadableReplyException(String message, Throwable cause) {
        super(message, cause);
    }
}
