package opencmg.client.message;

/** An answer that is not what the protocol says; the message tells which rule was broken. */
public final class UnreadableReplyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UnreadableReplyException(String message) {
        super(message);
    }

    UnreadableReplyException(String message, Throwable cause) {
        super(message, cause);
    }
}
