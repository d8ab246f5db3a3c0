package opencmg.client.http;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;

/**
 * A whole answer.
 *
 * @param status for example 200
 * @param phrase the reason phrase as it stood on the wire
 * @param headers of the answer
 * @param body empty when it went into a file
 */
public record WebResponse(int status, String phrase, MultiMap headers, Buffer body) {

    public boolean ok() {
        return status / 100 == 2;
    }

    public String header(String name) {
        String value = headers.get(name);
        return value == null ? "" : value;
    }

    /** The body as a JSON object; an empty object when it is none. */
    public JsonObject json() {
        try {
            return new JsonObject(body);
        } catch (DecodeException e) {
            return new JsonObject();
        }
    }

    /** Which hop refused, as problem+json tells it; empty when the answer does not say. */
    public String hop() {
        return header("Content-Type").startsWith("application/problem+json") ? json().getString("hop", "") : "";
    }

    /** Status line, and for a refusal what its problem+json tells: enough for one line of a log. */
    public String summary() {
        String line = status + " " + phrase;
        if (hop().isEmpty()) {
            return line;
        }
        return line + " (" + hop() + ": " + json().getString("detail", json().getString("title", "")) + ")";
    }
}
