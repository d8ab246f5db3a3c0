package opencmg.mockmp.tokens;

import opencmg.mockmp.http.Refused;

/** A token that is not accepted; the text says why, without any of its content but its id. */
public final class InvalidToken extends Refused {

    public InvalidToken(String reason) {
        super(401, "Unauthorized", reason);
    }
}
