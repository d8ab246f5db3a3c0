package opencmg.mockmp.messaging;

import opencmg.mockmp.http.RequestRefusedException;

/** Bytes that are no valid message. The sender gets 400 with the text, which is also logged, and nothing is stored. */
public final class BadMessageException extends RequestRefusedException {

    public BadMessageException(String message) {
        super(400, "Bad Request", message);
    }
}
