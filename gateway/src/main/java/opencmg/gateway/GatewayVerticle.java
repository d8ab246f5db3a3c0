package opencmg.gateway;

import io.vertx.core.json.JsonObject;
import opencmg.launch.RunningServer;
import opencmg.launch.ServerType;
import opencmg.launch.ServerVerticle;

/** A gateway as a verticle; {@code config()} has the keys of {@link GatewaySettings}. {@code ports()} are edge, tunnel and admin. */
public final class GatewayVerticle extends ServerVerticle {

    /** For commands and for the lab. */
    public static final ServerType<GatewaySettings> TYPE = new ServerType<>(
            "gateway",
            GatewaySettings.class,
            settings -> "edge " + settings.edge().listen() + ", tunnel "
                    + settings.tunnel().listen() + ", admin " + settings.admin().listen() + "; "
                    + Gateway.check(settings),
            (vertx, settings) -> Gateway.start(vertx, settings).map(GatewayVerticle::running));

    /** Vert.x creates it by name. */
    public GatewayVerticle() {
        super(TYPE);
    }

    private static RunningServer running(Gateway gateway) {
        return new RunningServer(
                new JsonObject()
                        .put("edge", gateway.edgePort())
                        .put("tunnel", gateway.tunnelPort())
                        .put("admin", gateway.adminPort()),
                gateway::close);
    }
}
