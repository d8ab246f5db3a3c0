package opencmg.client.http;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;

/**
 * A complete HTTP response.
 *
 * @param status for example 200
 * @param statusMessage the reason phrase as received
 * @param body empty if it was written to a file
 */
public record WebResponse(int status, String statusMessage, MultiMap headers, Buffer body) {

    public boolean ok() {
        return status / 100 == 2;
    }

    /** The value of a header, empty if absent. */
    public String header(String name) {
        String value = headers.get(name);
        return value == null ? "" : value;
    }

    /** The body as a JSON object; empty if it is none. */
    public JsonObject json() {
        try {
            return new JsonObject(body);
        } catch (DecodeException e) {
            return new JsonObject();
        }
    }

    /** The hop that refused the request according to a problem+json body; empty if unknown. */
    public String hop() {
        return header("Content-Type").startsWith("application/problem+json") ? json().getString("hop", "") : "";
    }

    /** Status line and, for a refusal, hop and detail of its problem+json body; for one line of a log. */
    public String summary() {
        String line = status + " " + statusMessage;
        if (hop().isEmpty()) {
            return line;
        }
        return line + " (" + hop() + ": " + json().getString("detail", json().getString("title", "")) + ")";
    }
}
