package opencmg.gateway.admin;

import io.vertx.core.json.JsonObject;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the admin face shows, asked for when somebody looks. Any thread.
 *
 * @param notReady why requests cannot be served now; empty when they can
 * @param metrics in Prometheus' text format
 * @param tunnels every connection and every site configuration
 * @param status the gateway as a whole
 * @param decision how a recent request was decided; null when it is not known any more
 */
public record AdminData(
        Supplier<String> notReady,
        Supplier<String> metrics,
        Supplier<JsonObject> tunnels,
        Supplier<JsonObject> status,
        Function<String, @Nullable JsonObject> decision) {}
