package opencmg.connectionpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import io.vertx.core.streams.ReadStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import opencmg.certs.CaEnvironment;
import opencmg.certs.CertificateAuthority;
import opencmg.certs.CertificateRequest;
import opencmg.certs.Credential;
import opencmg.certs.Pem;
import opencmg.settings.Address;
import opencmg.settings.site.ClientTrust;
import opencmg.settings.site.Endpoint;
import opencmg.settings.site.MpMode;
import opencmg.settings.site.Role;
import opencmg.settings.site.RoleType;
import opencmg.settings.site.SiteConfiguration;
import opencmg.settings.site.SiteDocument;
import opencmg.settings.site.TokenTrust;
import opencmg.tunnel.RelayRequest;
import opencmg.tunnel.RelayResponse;
import opencmg.tunnel.Tunnel;
import opencmg.tunnel.TunnelLimits;
import opencmg.tunnel.TunnelListener;
import opencmg.tunnel.TunnelTls;
import opencmg.tunnel.link.TunnelServer;
import org.jspecify.annotations.Nullable;

/** The neighbours of a connection point on real sockets: gateways on one side, a management point and a site server on the other. */
final class ConnectionPointFixture implements TunnelListener {

    static final UUID ID = UUID.fromString("5f0c7a52-31a8-4f0b-9c64-0d7f7c2c8a11");
    static final String ROLE = "72057594037927939";

    final Vertx vertx = Vertx.vertx();
    final BlockingQueue<Tunnel> up = new LinkedBlockingQueue<>();
    final BlockingQueue<String> down = new LinkedBlockingQueue<>();
    final BlockingQueue<String> published = new LinkedBlockingQueue<>();
    final BlockingQueue<HttpServerRequest> polls = new LinkedBlockingQueue<>();
    volatile String objection = "";
    private volatile long runs;
    private final Path folder;
    private final CertificateAuthority authority = CertificateAuthority.root("Tunnel CA", CaEnvironment.forTests());
    private final Credential gatewayFiles;
    private final Credential ownFiles;
    private final Path trust;
    private final Context loop;
    private int sitePort;
    private int mpPort;

    ConnectionPointFixture(Path folder) throws Exception {
        this.folder = folder;
        this.trust = folder.resolve("trust.pem");
        Pem.writeCertificates(trust, List.of(authority.certificate()));
        this.gatewayFiles =
                authority.issue(CertificateRequest.tunnel("localhost")).write(folder, "gateway");
        this.ownFiles = issue(ID, "own");
        this.loop = loop();
    }

    Credential issue(UUID id, String name) throws IOException {
        return authority.issue(CertificateRequest.connectionPoint(id, "LAB")).write(folder, name);
    }

    private Context loop() throws Exception {
        CompletableFuture<Context> own = new CompletableFuture<>();
        assertThat(await(vertx.deployVerticle((Deployable) context -> {
                    own.complete(context);
                    return Future.succeededFuture();
                })))
                .isNotEmpty();
        return own.get();
    }

    // ------------------------------------------------------------------ the neighbours

    TunnelServer gateway(int port) throws Exception {
        return gateway("127.0.0.1", port);
    }

    TunnelServer gateway(String address, int port) throws Exception {
        TunnelTls tls = new TunnelTls(gatewayFiles.certFile(), gatewayFiles.keyFile(), trust);
        return on(() -> TunnelServer.listen(vertx, address, port, tls, TunnelLimits.DEFAULT, "gw", this));
    }

    void managementPoint(Handler<HttpServerRequest> handler) throws Exception {
        mpPort = await(vertx.createHttpServer().requestHandler(handler).listen(0, "127.0.0.1"))
                .actualPort();
    }

    void siteServer() throws Exception {
        sitePort = await(vertx.createHttpServer().requestHandler(polls::add).listen(0, "127.0.0.1"))
                .actualPort();
    }

    void answerPoll(SiteConfiguration site) throws Exception {
        await(next(polls).response().end(Buffer.buffer(SiteDocument.toJson(site))));
    }

    SiteConfiguration site(long version) {
        return new SiteConfiguration(
                version,
                "LAB",
                new UUID(1, 1),
                List.of(new Role(
                        ROLE,
                        RoleType.MP,
                        "mp1.lab",
                        MpMode.HTTP,
                        URI.create("http://127.0.0.1:" + mpPort),
                        List.of(new Endpoint("SMS_MP", "/SMS_MP", 0, 0, false)))),
                new TokenTrust("urn:sccm:oauth2:x", "urn:sccm:service", List.of(), List.of()),
                ClientTrust.NONE,
                List.of());
    }

    ConnectionPointSettings settings(int... gatewayPorts) throws Exception {
        SiteAccess site = new SiteAccess(
                URI.create("http://127.0.0.1:" + sitePort), Files.writeString(folder.resolve("secret"), "s\n"), null);
        return settings(ownFiles, site, new Address("127.0.0.1", 0), gatewayPorts);
    }

    ConnectionPointSettings settings(Credential own, SiteAccess site, Address admin, int... gatewayPorts) {
        return new ConnectionPointSettings(
                ID,
                own.certFile(),
                own.keyFile(),
                trust,
                java.util.Arrays.stream(gatewayPorts)
                        .mapToObj(port -> new Address("127.0.0.1", port))
                        .toList(),
                "localhost",
                site,
                UpstreamTls.DEFAULT,
                new ConnectionPointSettings.Admin(admin),
                2,
                opencmg.connectionpoint.relay.RelayLimits.DEFAULT,
                "off");
    }

    // ------------------------------------------------------------------ what the gateway does

    Response exchange(Tunnel tunnel, String tail) throws Exception {
        return on(() -> start(tunnel, tail));
    }

    Future<Response> start(Tunnel tunnel, String tail) {
        return tunnel.relay(request("GET", tail, null)).compose(ConnectionPointFixture::collect);
    }

    /** Sends the response body of the first request as the body of the second. */
    Response sendBack(Tunnel tunnel, String first, String second) throws Exception {
        return on(() -> tunnel.relay(request("GET", first, null))
                .compose(answer -> tunnel.relay(request("POST", second, answer.body())))
                .compose(ConnectionPointFixture::collect));
    }

    private static RelayRequest request(String method, String tail, @Nullable ReadStream<ByteBuf> body) {
        return new RelayRequest(
                method,
                "/CCM_Proxy_MutualAuth/" + ROLE + tail,
                HttpHeaders.headers(),
                body,
                Promise.promise().future());
    }

    record Response(RelayResponse response, Buffer body) {}

    private static Future<Response> collect(RelayResponse response) {
        @Nullable ReadStream<ByteBuf> body = response.body();
        if (body == null) {
            return Future.succeededFuture(new Response(response, Buffer.buffer()));
        }
        Promise<Response> whole = Promise.promise();
        Buffer bytes = Buffer.buffer();
        body.exceptionHandler(whole::tryFail)
                .endHandler(end -> whole.tryComplete(new Response(response, bytes)))
                .handler(piece -> append(bytes, piece))
                .resume();
        return whole.future();
    }

    private static void append(Buffer to, ByteBuf piece) {
        to.appendBytes(ByteBufUtil.getBytes(piece));
        piece.release();
    }

    @Override
    public void onUp(Tunnel tunnel) {
        up.add(tunnel);
    }

    @Override
    public void onDown(Tunnel tunnel, String cause) {
        down.add(cause);
    }

    @Override
    public Future<Applied> onSite(Tunnel tunnel, long version, Buffer json) {
        published.add(version + " " + json);
        if (objection.isEmpty()) {
            runs = version;
        }
        return Future.succeededFuture(new Applied(runs, objection));
    }

    // ------------------------------------------------------------------ what operators do

    record Page(int status, Object body) {
        JsonObject object() {
            assertThat(body).isInstanceOf(JsonObject.class);
            return (JsonObject) body;
        }
    }

    Page page(ConnectionPoint point, HttpMethod method, String path) throws Exception {
        return on(() -> {
            var client = vertx.createHttpClient();
            return client.request(method, point.adminPort(), "127.0.0.1", path)
                    .compose(request -> request.send())
                    .compose(answer -> answer.body()
                            .map(body ->
                                    new Page(answer.statusCode(), body.length() == 0 ? "" : Json.decodeValue(body))))
                    .eventually(client::close);
        });
    }

    Page page(ConnectionPoint point, String path) throws Exception {
        return page(point, HttpMethod.GET, path);
    }

    // ------------------------------------------------------------------ waiting

    <T> T on(Callable<Future<T>> task) throws Exception {
        Promise<T> done = Promise.promise();
        loop.runOnContext(go -> {
            try {
                task.call().onComplete(done);
            } catch (Exception e) {
                done.fail(e);
            }
        });
        return await(done.future());
    }

    static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(40, TimeUnit.SECONDS);
    }

    static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        T one = queue.poll(30, TimeUnit.SECONDS);
        assertThat(one).as("something within 30 s").isNotNull();
        return one;
    }

    void close() throws Exception {
        await(vertx.close());
    }
}
