package opencmg.settings.site;

/** A path that two servers could read differently. Expected on the internet, so it has no stack trace. The message completes "the path is refused: ". */
public final class MalformedPathException extends RuntimeException {

    MalformedPathException(String message) {
        super(message, null, false, false);
    }
}
