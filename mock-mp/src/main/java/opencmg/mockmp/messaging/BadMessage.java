package opencmg.mockmp.messaging;

import opencmg.mockmp.http.Refused;

/** Bytes that are no message. The sender gets 400 and nothing of it is stored; the text stands in the log. */
public final class BadMessage extends Refused {

    public BadMessage(String message) {
        super(400, "Bad Request", message);
    }
}
