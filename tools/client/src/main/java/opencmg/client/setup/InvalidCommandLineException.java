package opencmg.client.setup;

/** An invalid command line. The message is one line and shows a valid example. */
public final class InvalidCommandLineException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    InvalidCommandLineException(String message) {
        super(message);
    }
}
