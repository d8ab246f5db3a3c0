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

/** The three kinds of servers, each with its settings record and its composition root. */
public enum PartKind {
    GATEWAY("gateway") {
        @Override
        public String check(Path settings) {
            GatewaySettings read = SettingsFile.read(settings, GatewaySettings.class);
            return "edge " + read.edge().listen() + ", tunnel " + read.tunnel().listen() + ", admin "
                    + read.admin().listen() + "; " + Gateway.check(read);
        }

        @Override
        public Future<Part> start(Vertx vertx, String name, Path settings) {
            return Gateway.start(vertx, SettingsFile.read(settings, GatewaySettings.class))
                    .recover(failure -> naming(settings, failure))
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
            ConnectionPointSettings read = SettingsFile.read(settings, ConnectionPointSettings.class);
            return read.id() + ", gateways " + read.gateways() + ", admin "
                    + read.admin().listen() + "; " + ConnectionPoint.check(read);
        }

        @Override
        public Future<Part> start(Vertx vertx, String name, Path settings) {
            return ConnectionPoint.start(vertx, SettingsFile.read(settings, ConnectionPointSettings.class))
                    .recover(failure -> naming(settings, failure))
                    .map(point -> part(name, new JsonObject().put("admin", point.adminPort()), point::close));
        }
    },
    MOCK_MP("mock-mp") {
        @Override
        public String check(Path settings) {
            MockSiteSettings read = SettingsFile.read(settings, MockSiteSettings.class);
            return "site " + read.siteCode() + ", management point "
                    + read.managementPoint().listen();
        }

        @Override
        public Future<Part> start(Vertx vertx, String name, Path settings) {
            return MockSite.start(vertx, SettingsFile.read(settings, MockSiteSettings.class))
                    .recover(failure -> naming(settings, failure))
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
     * Reads the file and validates it; starts nothing.
     *
     * @return what it describes, in one line
     * @throws opencmg.settings.InvalidSettingsException with one fault for each thing to mend
     */
    public abstract String check(Path settings);

    /**
     * Starts one on the loops of that Vert.x.
     *
     * @throws opencmg.settings.InvalidSettingsException with one fault for each thing to mend
     */
    public abstract Future<Part> start(Vertx vertx, String name, Path settings);

    /** Faults that only starting finds, a port in use for example, stand in the file too. */
    private static <T> Future<T> naming(Path settings, Throwable failure) {
        return Future.failedFuture(
                failure instanceof InvalidSettingsException found ? found.in(settings.toString()) : failure);
    }

    private static Part part(String name, JsonObject ports, Supplier<Future<Void>> close) {
        return new Part(name, ports, ProcessHandle.current().pid(), close);
    }
}
