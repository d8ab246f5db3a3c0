package opencmg.mockmp.messaging;

import opencmg.mockmp.http.RequestRefusedException;

/** Bytes that are no message. The sender gets 400 with the text, which also stands in the log, and nothing of it is stored. */
public final class BadMessageException extends RequestRefusedException {

    public BadMessageException(String message) {
        super(400, "Bad Request", message);
    }
}
