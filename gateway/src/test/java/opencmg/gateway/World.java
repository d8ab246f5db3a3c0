package opencmg.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.streams.ReadStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import opencmg.certs.CaEnvironment;
import opencmg.certs.CertificateAuthority;
import opencmg.certs.CertificateRequest;
import opencmg.certs.Credential;
import opencmg.certs.IssuedCertificate;
import opencmg.certs.Pem;
import opencmg.gateway.identity.Awaited;
import opencmg.gateway.identity.CanIgnoreReturnValue;
import opencmg.gateway.identity.TestSite;
import opencmg.settings.SettingsFile;
import opencmg.settings.site.Endpoint;
import opencmg.settings.site.Role;
import opencmg.settings.site.SiteConfiguration;
import opencmg.settings.site.SiteDocument;
import opencmg.tunnel.Hello;
import opencmg.tunnel.Relay;
import opencmg.tunnel.RelayResponse;
import opencmg.tunnel.TunnelLimits;
import opencmg.tunnel.TunnelTarget;
import opencmg.tunnel.TunnelTls;
import org.jspecify.annotations.Nullable;

/** A gateway from its settings file, a site, and connection points that are a lambda each. */
public final class World implements AutoCloseable {

    public static final String TOKEN_FACE = "/CCM_Proxy_ServerAuth/" + TestSite.MP;
    public static final String CERTIFICATE_FACE = "/CCM_Proxy_MutualAuth/" + TestSite.MP;

    private static final String TUNNEL =
            "tunnel: { listen: \"127.0.0.1:0\", certificateFile: tunnel.pem, keyFile: tunnel.key, trustFile: tunnel-ca.pem }\n";
    private static final int MOST_LOOKS = 4000;
    private static final long LOOK_MILLIS = 5;

    public final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
    public final TestSite site;
    public final Gateway gateway;
    public final Path directory;
    public final String token;
    private final CertificateAuthority tunnelAuthority =
            CertificateAuthority.root("Tunnel CA", CaEnvironment.forTests());
    private final List<FakeConnectionPoint> connectionPoints = new ArrayList<>();
    private final List<FakeConnectionPoint> strangers = new ArrayList<>();
    private final HttpClient operator = vertx.createHttpClient(); // kept: Vert.x closes a client that nobody holds
    private long version;

    /** @param more lines of gateway.yaml beside the addresses and files */
    public World(Path directory, String... more) throws IOException {
        this(directory, new TestSite(), more);
    }

    /** @param site whose files, revocation lists for example, the settings may name already */
    public World(Path directory, TestSite site, String... more) throws IOException {
        this.directory = directory;
        this.site = site;
        this.token = site.tokens.sign(site.tokens.access(UUID.randomUUID(), "Device"));
        CertificateAuthority authority = CertificateAuthority.root("Edge CA", CaEnvironment.forTests());
        write(authority.issue(CertificateRequest.edgeAt("localhost", "127.0.0.1")), directory, "edge");
        write(tunnelAuthority.issue(CertificateRequest.tunnel("127.0.0.1")), directory, "tunnel");
        Pem.writeCertificates(directory.resolve("tunnel-ca.pem"), List.of(tunnelAuthority.certificate()));
        this.gateway = Awaited.value(Gateway.start(vertx, settings(directory, more)));
    }

    @CanIgnoreReturnValue
    static Credential write(IssuedCertificate issued, Path directory, String name) throws IOException {
        return issued.write(directory, name);
    }

    static GatewaySettings settings(Path directory, String... more) throws IOException {
        return SettingsFile.read(
                Files.writeString(directory.resolve("gateway.yaml"), yaml(more)), GatewaySettings.class);
    }

    static String yaml(String... more) {
        String usual = String.join("\n", more);
        return (usual.contains("edge:")
                        ? ""
                        : "edge: { listen: \"127.0.0.1:0\", certificateFile: edge.pem, keyFile: edge.key }\n")
                + (usual.contains("tunnel:") ? "" : TUNNEL)
                + "admin: { listen: \"127.0.0.1:0\" }\n" + usual + "\n";
    }

    // ------------------------------------------------------------------ the inside

    /** A connection point with one tunnel that has brought the site configuration. */
    @CanIgnoreReturnValue
    public FakeConnectionPoint connect(Relay relay) throws IOException {
        return connect(relay, UUID.randomUUID(), 1);
    }

    @CanIgnoreReturnValue
    public FakeConnectionPoint connect(Relay relay, UUID id, long epoch) throws IOException {
        FakeConnectionPoint point = dial(gateway.tunnelPort(), relay, id, epoch);
        point.awaitConfigured();
        return point;
    }

    /** Dials at that port of this machine and does not wait until it is up. */
    public FakeConnectionPoint dial(int port, Relay relay, UUID id, long epoch) throws IOException {
        FakeConnectionPoint point =
                dial(port, FakeConnectionPoint.hello(id, epoch), CertificateRequest.connectionPoint(id, "LAB"), relay);
        connectionPoints.add(point);
        publish();
        return point;
    }

    /** A connection point that announces and shows anything; it brings no configuration unless the caller publishes one. */
    public FakeConnectionPoint dialAs(Hello hello, CertificateRequest certificate, Relay relay) throws IOException {
        FakeConnectionPoint point = dial(gateway.tunnelPort(), hello, certificate, relay);
        strangers.add(point);
        return point;
    }

    private FakeConnectionPoint dial(int port, Hello hello, CertificateRequest certificate, Relay relay)
            throws IOException {
        Credential files = tunnelAuthority.issue(certificate).write(directory, "cp-" + UUID.randomUUID());
        TunnelTls tls = new TunnelTls(files.certFile(), files.keyFile(), directory.resolve("tunnel-ca.pem"));
        return new FakeConnectionPoint(
                vertx, new TunnelTarget("127.0.0.1", port, "127.0.0.1"), tls, TunnelLimits.DEFAULT, hello, relay);
    }

    /** Another one of the same authority, in the same files. */
    public void renewTunnelCertificate() throws IOException {
        write(tunnelAuthority.issue(CertificateRequest.tunnel("127.0.0.1")), directory, "tunnel");
    }

    /** Gives all connection points a new version. */
    public void publish() {
        version++;
        SiteConfiguration configuration = configuration();
        connectionPoints.forEach(point -> point.publish(version, SiteDocument.toJson(configuration)));
    }

    public SiteConfiguration configuration() {
        SiteConfiguration usual = site.configuration();
        return new SiteConfiguration(
                Math.max(1, version),
                usual.siteCode(),
                usual.hierarchyId(),
                usual.roles().stream().map(World::withMore).toList(),
                usual.tokens(),
                usual.clients(),
                usual.tenants());
    }

    /** The role with endpoints of every temper. */
    private static Role withMore(Role role) {
        List<Endpoint> endpoints = new ArrayList<>(role.endpoints());
        endpoints.add(new Endpoint("Slow", "/Slow", 0, 1, true));
        endpoints.add(new Endpoint("Small", "/Small", 100_000, 0, true));
        endpoints.add(new Endpoint("Big", "/Big", 1L << 32, 0, true));
        return new Role(role.id(), role.type(), role.fqdn(), role.mode(), role.internalUrl(), endpoints);
    }

    public static Future<RelayResponse> answer(int status, @Nullable ReadStream<ByteBuf> body, String... fields) {
        MultiMap headers = HttpHeaders.headers();
        for (int i = 0; i < fields.length; i += 2) {
            headers.add(fields[i], fields[i + 1]);
        }
        return Future.succeededFuture(new RelayResponse(status, "", headers, body));
    }

    public static Future<RelayResponse> text(int status, String text) {
        Buffer body = Buffer.buffer(text);
        return answer(status, new Texts(body), "content-length", Integer.toString(body.length()));
    }

    /** Reads a request's body to its end: how much it was, provided that every byte was as {@link Chunks} makes them. */
    public static Future<Long> read(@Nullable ReadStream<ByteBuf> body) {
        if (body == null) {
            return Future.succeededFuture(0L);
        }
        Promise<Long> whole = Promise.promise();
        long[] bytes = {0};
        body.exceptionHandler(whole::tryFail)
                .endHandler(end -> whole.tryComplete(bytes[0]))
                .handler(piece -> {
                    byte[] got = ByteBufUtil.getBytes(piece);
                    piece.release();
                    for (byte one : got) {
                        if (one != Chunks.at(bytes[0]++)) {
                            whole.tryFail(new AssertionError("byte " + bytes[0] + " is another"));
                        }
                    }
                })
                .resume();
        return whole.future();
    }

    // ------------------------------------------------------------------ the outside

    public Caller caller() throws IOException {
        return Caller.to(gateway.edgePort(), null);
    }

    public Caller caller(IssuedCertificate identity) throws IOException {
        return Caller.to(gateway.edgePort(), identity);
    }

    /** The head of a request that is admitted by a token. */
    public String[] request(String method, String path, String... fields) {
        List<String> lines = new ArrayList<>(List.of(
                method + " " + TOKEN_FACE + path + " HTTP/1.1", "Host: localhost", "Authorization: Bearer " + token));
        lines.addAll(List.of(fields));
        return lines.toArray(String[]::new);
    }

    /** One request on a connection of its own. */
    public Reply ask(String method, String path, String... fields) throws IOException {
        try (Caller caller = caller()) {
            return caller.ask(request(method, path, fields));
        }
    }

    /** What the admin server returns. */
    public Reply admin(String path) {
        return Awaited.value(operator.request(io.vertx.core.http.HttpMethod.GET, gateway.adminPort(), "127.0.0.1", path)
                .compose(request -> request.send().compose(response -> response.body()
                        .map(body -> new Reply(
                                response.statusCode(), response.statusMessage(), java.util.Map.of(), body)))));
    }

    /** Waits on the test's thread, without asserting how long it takes. */
    public void await(BooleanSupplier condition) {
        await(MOST_LOOKS, condition);
    }

    /**
     * The same with a bound that grows with the machine's load, as every look has its costs: as many looks as last for that many seconds at least.
     */
    public void awaitForAtLeast(int seconds, BooleanSupplier condition) {
        await((int) (seconds * 1000L / LOOK_MILLIS), condition);
    }

    private void await(int looks, BooleanSupplier condition) {
        for (int i = 0; i < looks; i++) {
            if (condition.getAsBoolean()) {
                return;
            }
            Awaited.done(vertx.timer(LOOK_MILLIS).mapEmpty());
        }
        throw new AssertionError("the condition was never met");
    }

    @Override
    public void close() {
        connectionPoints.forEach(FakeConnectionPoint::close);
        strangers.forEach(FakeConnectionPoint::close);
        Awaited.done(gateway.close());
        // From the test's thread: an event loop that closes its own Vert.x may be gone before it can tell.
        Awaited.done(vertx.close());
    }
}
