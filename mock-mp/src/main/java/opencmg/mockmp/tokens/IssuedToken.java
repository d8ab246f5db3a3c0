package opencmg.mockmp.tokens;

import java.time.Instant;
import java.util.UUID;

/**
 * A token just made. The text is stored nowhere.
 *
 * @param id its {@code UniqueId}: what it is listed and blocked by
 * @param token the JWT
 */
public record IssuedToken(UUID id, TokenCategory category, Instant notBefore, Instant expires, String token) {

    /** Never the token. */
    @Override
    public String toString() {
        return "IssuedToken[" + category + " " + id + "]";
    }
}
