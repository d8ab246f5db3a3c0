package opencmg.lab;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.function.Supplier;

/**
 * A running gateway, connection point or mock site.
 *
 * @param name for example {@code gateway-1}
 * @param ports its actual ports, and other values by which it is found, by the names that {@link PartKind} gives them
 * @param pid the id of its process
 * @param close lets requests in flight finish, then stops it
 */
public record Part(String name, JsonObject ports, long pid, Supplier<Future<Void>> close) {

    /** @throws IllegalArgumentException when the part has no such port */
    public int port(String key) {
        Integer port = ports.getInteger(key);
        if (port == null) {
            throw new IllegalArgumentException(name + " has no port '" + key + "': " + ports);
        }
        return port;
    }

    /** A text value from {@link #ports}, or an empty string. */
    public String text(String key) {
        return ports.getString(key, "");
    }
}
