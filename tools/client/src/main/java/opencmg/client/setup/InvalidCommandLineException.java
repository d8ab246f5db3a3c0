package opencmg.client.setup;

/** A command line that ccmsetup cannot work with; the message is one line and shows what is right. */
public final class InvalidCommandLineException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    InvalidCommandLineException(String message) {
        super(message);
    }
}
