package opencmg.connectionpoint;

import io.vertx.core.json.JsonObject;
import opencmg.launch.RunningServer;
import opencmg.launch.ServerType;
import opencmg.launch.ServerVerticle;

/** A connection point as a verticle; {@code config()} has the keys of {@link ConnectionPointSettings}. {@code ports()} has admin. */
public final class ConnectionPointVerticle extends ServerVerticle {

    /** For commands and for the lab. */
    public static final ServerType<ConnectionPointSettings> TYPE = new ServerType<>(
            "connection-point",
            ConnectionPointSettings.class,
            settings -> settings.id() + ", gateways " + settings.gateways() + ", admin "
                    + settings.admin().listen() + "; " + ConnectionPoint.check(settings),
            (vertx, settings) -> ConnectionPoint.start(vertx, settings)
                    .map(point -> new RunningServer(new JsonObject().put("admin", point.adminPort()), point::close)));

    /** Vert.x creates it by name. */
    public ConnectionPointVerticle() {
        super(TYPE);
    }
}
