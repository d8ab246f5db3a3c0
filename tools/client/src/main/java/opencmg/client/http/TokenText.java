package opencmg.client.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.List;

/**
 * What a token says of itself, read without any check: only to know what to do with it (protocol.md 5).
 *
 * @param claims empty when the text is no token
 */
public record TokenText(JsonObject claims) {

    public static TokenText of(String token) {
        String[] parts = token.split("\\.", -1);
        try {
            return new TokenText(
                    parts.length == 3
                            ? new JsonObject(
                                    Buffer.buffer(Base64.getUrlDecoder().decode(parts[1])))
                            : new JsonObject());
        } catch (IllegalArgumentException | DecodeException e) {
            return new TokenText(new JsonObject());
        }
    }

    /** Whether it is a CCM access token already, which CCM_STS would not take. */
    public boolean isAccess() {
        return "CCMAccessToken".equals(claim("SCCMTokenCategory"));
    }

    /** Whether it was got with a registration token and opens only what a new client needs. */
    public boolean isEnrolment() {
        return "Enrolment".equals(claim("Type"));
    }

    /** Whom it is for. */
    public List<String> audiences() {
        Object audience = claims.getValue("aud");
        if (audience instanceof JsonArray several) {
            return several.stream().map(String::valueOf).toList();
        }
        return audience == null ? List.of() : List.of(audience.toString());
    }

    /** A claim as text, empty when it is not there. */
    public String claim(String name) {
        Object value = claims.getValue(name);
        return value == null ? "" : value.toString();
    }
}
