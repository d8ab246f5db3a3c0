package opencmg.gateway;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;

/** An answer as it stood on the wire; names of fields in lower case. */
public record Reply(int status, String phrase, Map<String, List<String>> fields, Buffer body) {

    public String field(String name) {
        return String.join(", ", fields.getOrDefault(name, List.of()));
    }

    public String text() {
        return body.toString();
    }

    public JsonObject json() {
        return new JsonObject(text());
    }

    /** The code of a refusal. */
    public String code() {
        return json().getString("code");
    }

    @Override
    public String toString() {
        return status + " " + phrase + " " + fields
                + (body.length() < 1000 ? " " + text() : " " + body.length() + " bytes");
    }
}
