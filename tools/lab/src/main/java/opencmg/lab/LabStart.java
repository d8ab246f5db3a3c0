package opencmg.lab;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import opencmg.client.descriptor.LabFile;
import opencmg.client.descriptor.SiteClient;
import opencmg.client.http.Web;
import opencmg.client.http.WebTrust;
import opencmg.settings.Address;
import opencmg.settings.Secret;
import org.jspecify.annotations.Nullable;

/** Starts one lab, step by step. It registers everything it opens in {@link OpenResources}, so that a failure can undo it. */
final class LabStart {

    private static final int READY_TIMEOUT_SECONDS = 30;
    private static final Address FREE_PORT = new Address("127.0.0.1", 0);

    private final Vertx vertx;
    private final LabOptions options;
    private final LabDirectory directory;
    private final OpenResources resources;
    private final Consumer<String> progress;
    private final PartStarter starter;
    private final Web web;
    private final List<Part> parts = new ArrayList<>();

    LabStart(
            Vertx vertx,
            LabOptions options,
            LabDirectory directory,
            OpenResources resources,
            Consumer<String> progress) {
        this.vertx = vertx;
        this.options = options;
        this.directory = directory;
        this.resources = resources;
        this.progress = progress;
        this.starter = options.fleet().processes()
                ? new ProcessPartStarter(vertx, options, directory.logs(), progress)
                : PartStarter.inThisJvm(vertx);
        this.web = new Web(vertx, WebTrust.of(null));
        resources.add(web::close);
    }

    Lab run() throws IOException {
        Future<Optional<MockEntra>> startingEntra = startEntra();
        LabCertificates certificates = openCertificates();
        MockEntra entra = startingEntra.await().orElse(null);
        List<Future<Part>> startingSite = startSite(certificates, entra);
        List<Future<Part>> startingGateways = startGateways(certificates);
        // Waits for all of them, also when one fails: a part that is still starting cannot be closed.
        Future.join(Future.join(startingSite), Future.join(startingGateways))
                .<Void>mapEmpty()
                .await();
        Part site = awaitStarted(startingSite).get(0);
        List<Part> gateways = awaitStarted(startingGateways);
        SiteClient siteClient = new SiteClient(web, siteUrl(site), Secret.fromFile(directory.resolve("site.secret")));
        JsonObject tokens = new LabTokens(siteClient, directory.resolve("site")).create();
        if (entra != null) {
            tokens.put("entra", entra.deviceToken());
        }
        int edgePort = openEdge(gateways);
        Optional<Wires> wires = openWires(gateways);
        List<Address> tunnels = wires.map(Wires::addresses).orElseGet(() -> tunnelAddresses(gateways));
        List<Part> points = startConnectionPoints(certificates, tunnels, siteUrl(site));
        siteClient.serviceName(options.publicName(edgePort));
        progress.accept("waiting until all parts are ready");
        List<String> adminUrls = new ArrayList<>(admins(gateways));
        adminUrls.addAll(admins(points));
        new Readiness(vertx, web).await(adminUrls, READY_TIMEOUT_SECONDS);
        JsonObject content = new LabContent(options, certificates.pki(), siteClient)
                .describe(reachable(options.listeners().edge().host(), edgePort), options.publicName(edgePort), tokens)
                .put("admin", admins(gateways).get(0))
                .put("gatewayAdmins", new JsonArray(admins(gateways)))
                .put("connectionPointAdmins", new JsonArray(admins(points)))
                .put("siteServer", siteUrl(site))
                .put("mp", site.text("mp"))
                .put("intranetMp", site.text("intranetMp"))
                .put("wires", new JsonArray(wires.map(Wires::controlUrls).orElse(List.of())))
                .put(
                        "processes",
                        new JsonObject()
                                .put("gateway", pids(gateways))
                                .put("connectionPoint", pids(points))
                                .put("mockMp", pids(List.of(site))));
        LabEnv.write(directory.resolve(LabEnv.NAME), content);
        return new Lab(directory, LabFile.write(directory.path(), content), parts, resources);
    }

    /** Runs while the certificates are made, which takes as long. */
    private Future<Optional<MockEntra>> startEntra() {
        if (!options.site().entra()) {
            return Future.succeededFuture(Optional.empty());
        }
        Future<MockEntra> starting = vertx.executeBlocking(MockEntra::start, false);
        return starting.onSuccess(server -> resources.add(() -> vertx.executeBlocking(server::close, false)))
                .map(Optional::of);
    }

    private LabCertificates openCertificates() throws IOException {
        progress.accept("certificates in " + directory.resolve("pki"));
        LabCertificates certificates = LabCertificates.in(
                vertx, options, reachable(options.listeners().edge().host(), 0).host());
        resources.add(certificates.lists()::close);
        return certificates;
    }

    private List<Future<Part>> startSite(LabCertificates certificates, @Nullable MockEntra entra) throws IOException {
        Path file = PartSettings.write(
                directory.resolve("mock-mp.yaml"),
                PartSettings.mockMp(options, certificates.pki(), entra, () -> withFixedPort(FREE_PORT)));
        progress.accept("mock site LAB (" + options.site().mode().name().toLowerCase(Locale.ROOT) + ")");
        return start(PartKind.MOCK_MP, List.of(file), "mock-mp");
    }

    private List<Future<Part>> startGateways(LabCertificates certificates) throws IOException {
        List<Path> files = new ArrayList<>();
        for (int number = 1; number <= options.fleet().gateways(); number++) {
            Path file = directory.resolve("gateway-" + number + ".yaml");
            Address edge = withFixedPort(
                    options.fleet().gateways() == 1
                            ? options.listeners().edge()
                            : new Address(options.listeners().edge().host(), 0));
            files.add(PartSettings.write(
                    file,
                    PartSettings.gateway(
                            file, certificates.pki(), edge, tunnelAddress(number), withFixedPort(FREE_PORT))));
        }
        progress.accept(
                options.fleet().gateways() == 1 ? "gateway" : options.fleet().gateways() + " gateways");
        return start(PartKind.GATEWAY, files, "gateway");
    }

    private Address tunnelAddress(int number) {
        Address first = options.listeners().tunnel();
        return withFixedPort(first.port() == 0 ? first : new Address(first.host(), first.port() + number - 1));
    }

    /** The port for clients: of the only gateway, or of a balancer in front of several. */
    private int openEdge(List<Part> gateways) {
        if (gateways.size() == 1) {
            return gateways.get(0).port("edge");
        }
        List<TcpBalancer.Backend> backends = gateways.stream()
                .map(gateway -> new TcpBalancer.Backend(
                        reachable(options.listeners().edge().host(), gateway.port("edge")), admin(gateway)))
                .toList();
        TcpBalancer balancer = TcpBalancer.listen(vertx, options.listeners().edge(), web, backends)
                .await();
        resources.add(balancer::close);
        return balancer.port();
    }

    private List<Address> tunnelAddresses(List<Part> gateways) {
        return gateways.stream()
                .map(gateway -> reachable(options.listeners().tunnel().host(), gateway.port("tunnel")))
                .toList();
    }

    private Optional<Wires> openWires(List<Part> gateways) {
        if (!options.listeners().wire()) {
            return Optional.empty();
        }
        Wires wires = Wires.before(vertx, tunnelAddresses(gateways));
        resources.add(wires::close);
        return Optional.of(wires);
    }

    private List<Part> startConnectionPoints(LabCertificates certificates, List<Address> tunnels, String siteUrl)
            throws IOException {
        List<Path> files = new ArrayList<>();
        for (int number = 1; number <= options.fleet().connectionPoints(); number++) {
            Path file = directory.resolve("connection-point-" + number + ".yaml");
            LabCertificates.Point point = certificates.connectionPoint(number, directory.resolve("pki"));
            files.add(PartSettings.write(
                    file,
                    PartSettings.connectionPoint(
                            file, options, certificates.pki(), point, tunnels, siteUrl, withFixedPort(FREE_PORT))));
        }
        progress.accept(
                options.fleet().connectionPoints() == 1
                        ? "connection point"
                        : options.fleet().connectionPoints() + " connection points");
        return awaitStarted(start(PartKind.CONNECTION_POINT, files, "connection-point"));
    }

    /** Starts all of them in parallel. */
    private List<Future<Part>> start(PartKind kind, List<Path> files, String name) {
        List<Future<Part>> starting = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            String partName = files.size() == 1 ? name : name + "-" + (i + 1);
            starting.add(starter.start(kind, partName, files.get(i)).onSuccess(part -> resources.add(part.close())));
        }
        return starting;
    }

    private List<Part> awaitStarted(List<Future<Part>> starting) {
        List<Part> started = Future.join(starting).await().list();
        parts.addAll(started);
        return started;
    }

    private Address withFixedPort(Address address) {
        return options.fleet().processes() ? LabPorts.withFixedPort(address) : address;
    }

    /** The address at which clients on this machine reach a listener. */
    private static Address reachable(String host, int port) {
        return new Address(host.equals("0.0.0.0") || host.equals("::") ? "127.0.0.1" : host, port);
    }

    private static String siteUrl(Part site) {
        return "http://127.0.0.1:" + site.port("siteServer");
    }

    private static List<String> admins(List<Part> parts) {
        return parts.stream().map(LabStart::admin).toList();
    }

    private static String admin(Part part) {
        return "http://127.0.0.1:" + part.port("admin");
    }

    private static JsonArray pids(List<Part> parts) {
        return new JsonArray(parts.stream().map(Part::pid).toList());
    }
}
