package opencmg.mockmp.tokens;

import opencmg.mockmp.http.RequestRefusedException;

/** A token that is not accepted; the text says why, without any of its content but its id. */
public final class InvalidTokenException extends RequestRefusedException {

    public InvalidTokenException(String reason) {
        super(401, "Unauthorized", reason);
    }
}
