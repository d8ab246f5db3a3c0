package opencmg.lab.messaging;

/** An answer that is not what the protocol says; the message tells which rule was broken. */
public final class UnreadableReply extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UnreadableReply(String message) {
        super(message);
    }

    UnreadableReply(String message, Throwable cause) {
        super(message, cause);
    }
}
