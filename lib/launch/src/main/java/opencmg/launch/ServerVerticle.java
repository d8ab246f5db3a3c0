package opencmg.launch;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * A server as a verticle. {@code config()} has the keys of the server's YAML file. Deploying fails with
 * {@link opencmg.settings.InvalidSettingsException} if the configuration cannot be used. Undeploying drains as SIGTERM does for a server that runs on
 * its own. One instance is enough: a server uses several event loops by itself.
 */
public abstract class ServerVerticle extends VerticleBase {

    private final ServerType<?> type;
    private volatile @Nullable RunningServer server;

    protected ServerVerticle(ServerType<?> type) {
        this.type = type;
    }

    @Override
    public Future<?> start() {
        return type.start(vertx, config()).onSuccess(running -> server = running);
    }

    @Override
    public Future<?> stop() {
        RunningServer running = server;
        return running == null ? Future.succeededFuture() : running.close().get();
    }

    /** The actual ports by name, for configurations with port 0; empty until the verticle is deployed. Any thread. */
    public JsonObject ports() {
        RunningServer running = server;
        return running == null ? new JsonObject() : running.ports().copy();
    }
}
