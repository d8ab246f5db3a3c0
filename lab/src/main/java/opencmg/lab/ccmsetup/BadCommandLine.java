package opencmg.lab.ccmsetup;

/** A command line that ccmsetup cannot work with; the message is one line and shows what is right. */
public final class BadCommandLine extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BadCommandLine(String message) {
        super(message);
    }
}
