package opencmg.lab.analyze;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Base64;

/** What a token says of itself, read without any check: only to know what to do with it (protocol.md 5). */
final class TokenText {

    private TokenText() {}

    /** Whether it is a CCM access token already, which CCM_STS would not take. */
    static boolean isAccess(String token) {
        return "CCMAccessToken".equals(claims(token).getString("SCCMTokenCategory"));
    }

    /** Whether it was got with a registration token and opens only what a new client needs. */
    static boolean isEnrolment(String token) {
        return "Enrolment".equals(claims(token).getString("Type"));
    }

    private static JsonObject claims(String token) {
        String[] parts = token.split("\\.", -1);
        try {
            return parts.length == 3
                    ? new JsonObject(Buffer.buffer(Base64.getUrlDecoder().decode(parts[1])))
                    : new JsonObject();
        } catch (IllegalArgumentException | DecodeException e) {
            return new JsonObject();
        }
    }
}
