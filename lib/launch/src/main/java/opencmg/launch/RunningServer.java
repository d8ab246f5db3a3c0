package opencmg.launch;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.function.Supplier;

/**
 * A running gateway, connection point or mock site.
 *
 * @param ports its actual ports, and the URLs under which it is found, by names of its own
 * @param close lets requests in flight finish within the drain limit, then closes everything
 */
public record RunningServer(JsonObject ports, Supplier<Future<Void>> close) {}
