package opencmg.lab;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import opencmg.connectionpoint.ConnectionPointVerticle;
import opencmg.gateway.GatewayVerticle;
import opencmg.launch.ServerType;
import opencmg.mockmp.MockMpVerticle;
import opencmg.settings.InvalidSettingsException;

/** The three kinds of servers. */
@SuppressWarnings("ImmutableEnumChecker") // a server type has functions and no state
public enum PartKind {
    GATEWAY(GatewayVerticle.TYPE),
    CONNECTION_POINT(ConnectionPointVerticle.TYPE),
    MOCK_MP(MockMpVerticle.TYPE);

    private final ServerType<?> type;

    PartKind(ServerType<?> type) {
        this.type = type;
    }

    /** Its name on the command line. */
    public String command() {
        return type.name();
    }

    /**
     * Starts a server on the event loops of that Vert.x.
     *
     * @return fails with {@link InvalidSettingsException} when a port cannot be used, for example
     * @throws InvalidSettingsException when the file is invalid, with all faults found
     */
    public Future<Part> start(Vertx vertx, String name, Path settings) {
        return type.start(vertx, settings)
                .map(server ->
                        new Part(name, server.ports(), ProcessHandle.current().pid(), server.close()));
    }
}
