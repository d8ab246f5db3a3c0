package opencmg.connectionpoint.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.streams.ReadStream;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import opencmg.connectionpoint.traffic.InFlightSlots;
import opencmg.connectionpoint.traffic.TrafficLedger;
import opencmg.http.client.Http1Client;
import opencmg.settings.site.Endpoint;
import opencmg.settings.site.MpMode;
import opencmg.settings.site.Role;
import opencmg.settings.site.RoleType;
import opencmg.settings.site.SiteConfiguration;
import opencmg.settings.site.TokenTrust;
import opencmg.tunnel.Relay;
import opencmg.tunnel.RelayFailure;
import opencmg.tunnel.RelayRequest;
import opencmg.tunnel.RelayResponse;
import org.jspecify.annotations.Nullable;

/** A relay on an event loop of its own, without a tunnel before it; the test plays the tunnel and the server inside. */
final class Inside {

    static final String ROLE = "72057594037927939";
    static final String PREFIX = "/CCM_Proxy_MutualAuth/" + ROLE;
    /** Four at a time; patient, because the machine that tests may be busy. */
    static final RelayLimits FEW = new RelayLimits(4, 4, 4, 30, 30, 30, 30, 1, 0);
    /** An answer may be silent for a second. */
    static final RelayLimits IMPATIENT = new RelayLimits(4, 4, 4, 30, 30, 1, 30, 1, 0);

    final Vertx vertx = Vertx.vertx();
    final Context loop;
    final InFlightSlots slots;
    final TrafficLedger traffic;
    private final RelayLimits limits;
    private Consumer<ClientSSLOptions> renewal = tls -> {};
    private Relay relay = request -> Future.failedFuture("no server inside yet");

    Inside() throws Exception {
        this(RelayLimits.DEFAULT);
    }

    Inside(RelayLimits limits) throws Exception {
        this.limits = limits;
        this.slots = new InFlightSlots(limits.exchanges());
        this.traffic = new TrafficLedger("cp", Clock.systemUTC(), slots);
        CompletableFuture<Context> own = new CompletableFuture<>();
        assertThat(await(vertx.deployVerticle((Deployable) context -> {
                    own.complete(context);
                    return Future.succeededFuture();
                })))
                .isNotEmpty();
        this.loop = own.get();
    }

    /** The server inside is at that URL. */
    void serverAt(String url) throws Exception {
        serverAt(url, UpstreamClient.tls(null, null, limits), SelectedCertificate.NONE);
    }

    void serverAt(String url, ClientSSLOptions tls, SelectedCertificate shown) throws Exception {
        RoutingTable routes = RoutingTable.of(site(url), traffic);
        relay = on(() -> {
            Http1Client client = UpstreamClient.onLoop(vertx, limits, tls);
            renewal = client::updateTls;
            return Future.succeededFuture(new UpstreamRelay(
                    client, ExchangeTimeouts.onLoop(vertx), slots, limits, () -> routes, () -> shown));
        });
    }

    /** Another certificate is in force from now on. */
    void use(ClientSSLOptions tls) throws Exception {
        assertThat(on(() -> {
                    renewal.accept(tls);
                    return Future.succeededFuture("used");
                }))
                .isEqualTo("used");
    }

    static SiteConfiguration site(String url) {
        return new SiteConfiguration(
                1,
                "LAB",
                new UUID(1, 1),
                List.of(new Role(
                        ROLE,
                        RoleType.MP,
                        "mp1.lab",
                        MpMode.HTTP,
                        URI.create(url),
                        List.of(
                                new Endpoint("CCM_STS", "/CCM_STS", 0, 0, true),
                                new Endpoint("SMS_MP", "/SMS_MP", 0, 0, false),
                                new Endpoint("CCM_System", "/ccm_system", 0, 0, false)))),
                new TokenTrust("urn:sccm:oauth2:x", "urn:sccm:service", List.of(), List.of()),
                opencmg.settings.site.ClientTrust.NONE,
                List.of());
    }

    /** As a tunnel would: on the loop, and the answer is read there to its end. */
    Answer exchange(RelayRequest request) throws Exception {
        return on(() -> start(request).compose(this::collect));
    }

    /** The same without waiting for it. */
    Future<Answer> ask(RelayRequest request) {
        Promise<Answer> answer = Promise.promise();
        loop.runOnContext(go -> start(request).compose(this::collect).onComplete(answer));
        return answer.future();
    }

    /** The head alone; the body stays paused. */
    RelayResponse head(RelayRequest request) throws Exception {
        return on(() -> start(request));
    }

    Future<RelayResponse> start(RelayRequest request) {
        return relay.relay(request);
    }

    RelayFailure failure(RelayRequest request) throws Exception {
        return failureOf(ask(request));
    }

    /** What it fails with, which must be a failure of the tunnel's. */
    static RelayFailure failureOf(Future<?> answer) throws Exception {
        return await(answer.transform(done -> {
            assertThat(done.cause()).isInstanceOf(RelayFailure.class);
            return Future.succeededFuture((RelayFailure) done.cause());
        }));
    }

    Future<Answer> collect(RelayResponse response) {
        ReadStream<ByteBuf> body = response.body();
        if (body == null) {
            return Future.succeededFuture(new Answer(response, Buffer.buffer()));
        }
        Promise<Answer> whole = Promise.promise();
        Buffer bytes = Buffer.buffer();
        body.exceptionHandler(whole::tryFail)
                .endHandler(end -> whole.tryComplete(new Answer(response, bytes)))
                .handler(piece -> append(bytes, piece))
                .resume();
        return whole.future();
    }

    private static void append(Buffer to, ByteBuf piece) {
        to.appendBytes(ByteBufUtil.getBytes(piece));
        piece.release();
    }

    record Answer(RelayResponse response, Buffer body) {
        int status() {
            return response.status();
        }

        MultiMap headers() {
            return response.headers();
        }
    }

    static RelayRequest get(String tail) {
        return request("GET", tail, HttpHeaders.headers(), null);
    }

    static RelayRequest request(String method, String tail, MultiMap headers, @Nullable ReadStream<ByteBuf> body) {
        return request(method, tail, headers, body, Promise.promise().future());
    }

    static RelayRequest request(
            String method, String tail, MultiMap headers, @Nullable ReadStream<ByteBuf> body, Future<?> abandoned) {
        return new RelayRequest(method, PREFIX + tail, headers, body, abandoned);
    }

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
        return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    void close() throws Exception {
        await(vertx.close());
    }
}
