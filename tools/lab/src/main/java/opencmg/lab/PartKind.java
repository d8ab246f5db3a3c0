package opencmg.lab;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.function.Supplier;
import opencmg.connectionpoint.ConnectionPoint;
import opencmg.connectionpoint.ConnectionPointSettings;
import opencmg.gateway.Gateway;
import opencmg.gateway.GatewaySettings;
import opencmg.mockmp.MockSite;
import opencmg.mockmp.settings.MockSiteSettings;
import opencmg.settings.InvalidSettingsException;
import opencmg.settings.SettingsFile;

/** The three kinds of servers. Each reads its settings file and starts its server. */
public enum PartKind {
    GATEWAY("gateway") {
        @Override
        public String check(Path settings) {
            GatewaySettings parsed = SettingsFile.read(settings, GatewaySettings.class);
            return "edge " + parsed.edge().listen() + ", tunnel "
                    + parsed.tunnel().listen() + ", admin " + parsed.admin().listen() + "; " + Gateway.check(parsed);
        }

        @Override
        public Future<Part> start(Vertx vertx, String name, Path settings) {
            return Gateway.start(vertx, SettingsFile.read(settings, GatewaySettings.class))
                    .recover(failure -> namingFile(settings, failure))
                    .map(gateway -> part(
                            name,
                            new JsonObject()
                                    .put("edge", gateway.edgePort())
                                    .put("tunnel", gateway.tunnelPort())
                                    .put("admin", gateway.adminPort()),
                            gateway::close));
        }
    },
    CONNECTION_POINT("connection-point") {
        @Override
        public String check(Path settings) {
            ConnectionPointSettings parsed = SettingsFile.read(settings, ConnectionPointSettings.class);
            return parsed.id() + ", gateways " + parsed.gateways() + ", admin "
                    + parsed.admin().listen() + "; " + ConnectionPoint.check(parsed);
        }

        @Override
        public Future<Part> start(Vertx vertx, String name, Path settings) {
            return ConnectionPoint.start(vertx, SettingsFile.read(settings, ConnectionPointSettings.class))
                    .recover(failure -> namingFile(settings, failure))
                    .map(point -> part(name, new JsonObject().put("admin", point.adminPort()), point::close));
        }
    },
    MOCK_MP("mock-mp") {
        @Override
        public String check(Path settings) {
            MockSiteSettings parsed = SettingsFile.read(settings, MockSiteSettings.class);
            return "site " + parsed.siteCode() + ", management point "
                    + parsed.managementPoint().listen();
        }

        @Override
        public Future<Part> start(Vertx vertx, String name, Path settings) {
            return MockSite.start(vertx, SettingsFile.read(settings, MockSiteSettings.class))
                    .recover(failure -> namingFile(settings, failure))
                    .map(site -> part(
                            name,
                            new JsonObject()
                                    .put("siteServer", site.siteServerPort())
                                    .put("mp", site.managementPointUrl().toString())
                                    .put(
                                            "intranetMp",
                                            site.plainManagementPointUrl().toString()),
                            site::close));
        }
    };

    private final String command;

    PartKind(String command) {
        this.command = command;
    }

    /** Its name on the command line. */
    public String command() {
        return command;
    }

    /**
     * Reads and validates the settings file; starts nothing.
     *
     * @return a summary in one line
     * @throws opencmg.settings.InvalidSettingsException with all faults found
     */
    public abstract String check(Path settings);

    /**
     * Starts a server on the event loops of that Vert.x.
     *
     * @return fails with {@link InvalidSettingsException} when a port cannot be used, for example
     * @throws InvalidSettingsException when the file is invalid, with all faults found
     */
    public abstract Future<Part> start(Vertx vertx, String name, Path settings);

    /** Adds the file name to faults that only show when the server starts, for example a port in use. */
    private static <T> Future<T> namingFile(Path settings, Throwable failure) {
        return Future.failedFuture(
                failure instanceof InvalidSettingsException invalid ? invalid.in(settings.toString()) : failure);
    }

    private static Part part(String name, JsonObject ports, Supplier<Future<Void>> close) {
        return new Part(name, ports, ProcessHandle.current().pid(), close);
    }
}
