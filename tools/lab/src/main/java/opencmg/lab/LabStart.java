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

/** The start of one lab, step by step; what it opens stands in {@link OpenResources}, so that a failure can undo it. */
final class LabStart {

    private static final int SECONDS_TO_READY = 30;
    private static final Address FREE = new Address("127.0.0.1", 0);

    private final Vertx vertx;
    private final LabOptions order;
    private final LabDirectory directory;
    private final OpenResources opened;
    private final Consumer<String> progress;
    private final Parts starter;
    private final Web web;
    private final List<Part> parts = new ArrayList<>();

    LabStart(Vertx vertx, LabOptions order, LabDirectory directory, OpenResources opened, Consumer<String> progress) {
        this.vertx = vertx;
        this.order = order;
        this.directory = directory;
        this.opened = opened;
        this.progress = progress;
        this.starter = order.fleet().processes()
                ? new PartsAsProcesses(vertx, order, directory.logs(), progress)
                : new PartsInThisJvm(vertx);
        this.web = new Web(vertx, WebTrust.of(null));
        opened.add(web::close);
    }

    Lab run() throws IOException {
        Future<Optional<MockEntra>> tenant = tenant();
        LabCertificates certificates = certificates();
        MockEntra entra = tenant.await().orElse(null);
        List<Future<Part>> sites = site(certificates, entra);
        List<Future<Part>> edges = gateways(certificates);
        // Both to their end, also when one fails: what is still on its way up could not be closed.
        Future.join(Future.join(sites), Future.join(edges)).<Void>mapEmpty().await();
        Part site = up(sites).get(0);
        List<Part> gateways = up(edges);
        SiteClient face = new SiteClient(web, siteUrl(site), Secret.fromFile(directory.resolve("site.secret")));
        JsonObject tokens = new LabTokens(face, directory.resolve("site")).fill();
        if (entra != null) {
            tokens.put("entra", entra.deviceToken());
        }
        int edgePort = edgePort(gateways);
        Optional<Wires> wires = wires(gateways);
        List<Address> tunnels = wires.map(Wires::addresses).orElseGet(() -> tunnels(gateways));
        List<Part> points = connectionPoints(certificates, tunnels, siteUrl(site));
        face.serviceName(order.publicName(edgePort));
        progress.accept("waiting until all parts are ready");
        List<String> faces = new ArrayList<>(admins(gateways));
        faces.addAll(admins(points));
        new Readiness(vertx, web).await(faces, SECONDS_TO_READY);
        JsonObject content = new LabContent(order, certificates.pki(), face)
                .describe(reachable(order.faces().edge().host(), edgePort), order.publicName(edgePort), tokens)
                .put("admin", admins(gateways).get(0))
                .put("gatewayAdmins", new JsonArray(admins(gateways)))
                .put("connectionPointAdmins", new JsonArray(admins(points)))
                .put("siteServer", siteUrl(site))
                .put("mp", site.text("mp"))
                .put("intranetMp", site.text("intranetMp"))
                .put("wires", new JsonArray(wires.map(Wires::faces).orElse(List.of())))
                .put(
                        "processes",
                        new JsonObject()
                                .put("gateway", pids(gateways))
                                .put("connectionPoint", pids(points))
                                .put("mockMp", pids(List.of(site))));
        LabEnv.write(directory.resolve(LabEnv.NAME), content);
        return new Lab(directory, LabFile.write(directory.path(), content), parts, opened);
    }

    /** Beside the certificates, which take as long. */
    private Future<Optional<MockEntra>> tenant() {
        if (!order.site().entra()) {
            return Future.succeededFuture(Optional.empty());
        }
        Future<MockEntra> starting = vertx.executeBlocking(MockEntra::start, false);
        return starting.onSuccess(server -> opened.add(() -> vertx.executeBlocking(server::close, false)))
                .map(Optional::of);
    }

    private LabCertificates certificates() throws IOException {
        progress.accept("certificates in " + directory.resolve("pki"));
        LabCertificates certificates = LabCertificates.in(
                vertx, order, reachable(order.faces().edge().host(), 0).host());
        opened.add(certificates.lists()::close);
        return certificates;
    }

    private List<Future<Part>> site(LabCertificates certificates, @Nullable MockEntra entra) throws IOException {
        Path file = PartSettings.write(
                directory.resolve("mock-mp.yaml"),
                PartSettings.mockMp(order, certificates.pki(), entra, () -> settled(FREE)));
        progress.accept("mock site LAB (" + order.site().mode().name().toLowerCase(Locale.ROOT) + ")");
        return start(PartKind.MOCK_MP, List.of(file), "mock-mp");
    }

    private List<Future<Part>> gateways(LabCertificates certificates) throws IOException {
        List<Path> files = new ArrayList<>();
        for (int number = 1; number <= order.fleet().gateways(); number++) {
            Path file = directory.resolve("gateway-" + number + ".yaml");
            Address edge = settled(
                    order.fleet().gateways() == 1
                            ? order.faces().edge()
                            : new Address(order.faces().edge().host(), 0));
            files.add(PartSettings.write(
                    file, PartSettings.gateway(file, certificates.pki(), edge, tunnel(number), settled(FREE))));
        }
        progress.accept(
                order.fleet().gateways() == 1 ? "gateway" : order.fleet().gateways() + " gateways");
        return start(PartKind.GATEWAY, files, "gateway");
    }

    private Address tunnel(int number) {
        Address first = order.faces().tunnel();
        return settled(first.port() == 0 ? first : new Address(first.host(), first.port() + number - 1));
    }

    private int edgePort(List<Part> gateways) {
        if (gateways.size() == 1) {
            return gateways.get(0).port("edge");
        }
        List<TcpBalancer.Backend> behind = gateways.stream()
                .map(gateway -> new TcpBalancer.Backend(
                        reachable(order.faces().edge().host(), gateway.port("edge")), admin(gateway)))
                .toList();
        TcpBalancer balancer =
                TcpBalancer.listen(vertx, order.faces().edge(), web, behind).await();
        opened.add(balancer::close);
        return balancer.port();
    }

    private List<Address> tunnels(List<Part> gateways) {
        return gateways.stream()
                .map(gateway -> reachable(order.faces().tunnel().host(), gateway.port("tunnel")))
                .toList();
    }

    private Optional<Wires> wires(List<Part> gateways) {
        if (!order.faces().wire()) {
            return Optional.empty();
        }
        Wires wires = Wires.before(vertx, tunnels(gateways));
        opened.add(wires::close);
        return Optional.of(wires);
    }

    private List<Part> connectionPoints(LabCertificates certificates, List<Address> tunnels, String siteUrl)
            throws IOException {
        List<Path> files = new ArrayList<>();
        for (int number = 1; number <= order.fleet().connectionPoints(); number++) {
            Path file = directory.resolve("connection-point-" + number + ".yaml");
            LabCertificates.Point point = certificates.connectionPoint(number, directory.resolve("pki"));
            files.add(PartSettings.write(
                    file,
                    PartSettings.connectionPoint(
                            file, order, certificates.pki(), point, tunnels, siteUrl, settled(FREE))));
        }
        progress.accept(
                order.fleet().connectionPoints() == 1
                        ? "connection point"
                        : order.fleet().connectionPoints() + " connection points");
        return up(start(PartKind.CONNECTION_POINT, files, "connection-point"));
    }

    /** All at once; when one fails the others are closed with the rest. */
    private List<Future<Part>> start(PartKind kind, List<Path> files, String name) {
        List<Future<Part>> starting = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            String own = files.size() == 1 ? name : name + "-" + (i + 1);
            starting.add(starter.start(kind, own, files.get(i)).onSuccess(part -> opened.add(part.close())));
        }
        return starting;
    }

    private List<Part> up(List<Future<Part>> starting) {
        List<Part> started = Future.join(starting).await().list();
        parts.addAll(started);
        return started;
    }

    private Address settled(Address wanted) {
        return order.fleet().processes() ? LabPorts.settle(wanted) : wanted;
    }

    /** Where clients on this machine find what listens there. */
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
