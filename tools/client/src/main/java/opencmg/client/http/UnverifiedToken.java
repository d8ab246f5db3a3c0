package opencmg.client.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.List;

/**
 * The claims of a token, read without verification, to decide how to use the token (protocol.md 5).
 *
 * @param claims empty if the text is not a JWT
 */
public record UnverifiedToken(JsonObject claims) {

    public static UnverifiedToken parse(String token) {
        String[] parts = token.split("\\.", -1);
        try {
            return new UnverifiedToken(
                    parts.length == 3
                            ? new JsonObject(
                                    Buffer.buffer(Base64.getUrlDecoder().decode(parts[1])))
                            : new JsonObject());
        } catch (IllegalArgumentException | DecodeException e) {
            return new UnverifiedToken(new JsonObject());
        }
    }

    /** Whether it is already a CCM access token, which CCM_STS does not accept. */
    public boolean isAccess() {
        return "CCMAccessToken".equals(claim("SCCMTokenCategory"));
    }

    /** Whether it was issued for a registration token and permits only what a new client needs. */
    public boolean isEnrolment() {
        return "Enrolment".equals(claim("Type"));
    }

    /** The audiences of the token. */
    public List<String> audiences() {
        Object audience = claims.getValue("aud");
        if (audience instanceof JsonArray array) {
            return array.stream().map(String::valueOf).toList();
        }
        return audience == null ? List.of() : List.of(audience.toString());
    }

    /** A claim as text, empty if absent. */
    public String claim(String name) {
        Object value = claims.getValue(name);
        return value == null ? "" : value.toString();
    }
}
