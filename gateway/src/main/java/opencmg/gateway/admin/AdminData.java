package opencmg.gateway.admin;

import io.vertx.core.json.JsonObject;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The data of the admin server, supplied on each request. Any thread.
 *
 * @param notReady why the gateway cannot serve requests now; empty when it can
 * @param metrics in the Prometheus text format
 * @param tunnels every connection and every site configuration
 * @param status the gateway as a whole
 * @param decision how a recent request was decided; null when it is no longer known
 */
public record AdminData(
        Supplier<String> notReady,
        Supplier<String> metrics,
        Supplier<JsonObject> tunnels,
        Supplier<JsonObject> status,
        Function<String, @Nullable JsonObject> decision) {}
