package opencmg.lab;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.function.Supplier;

/**
 * A gateway, connection point or mock site that runs.
 *
 * @param name for example {@code gateway-1}
 * @param ports the real ones, by the names that {@link PartKind} gives them
 * @param pid of its process
 * @param close finishes what is in flight and ends it
 */
public record Part(String name, JsonObject ports, long pid, Supplier<Future<Void>> close) {

    /** A real port. */
    public int port(String key) {
        Integer port = ports.getInteger(key);
        if (port == null) {
            throw new IllegalArgumentException(name + " has no port '" + key + "': " + ports);
        }
        return port;
    }

    /** A text that the part tells beside its ports. */
    public String text(String key) {
        return ports.getString(key, "");
    }
}
