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
import opencmg.http.HeaderFields.Via;
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

/** A relay on an event loop of its own, without a tunnel; the test plays the tunnel and the upstream. */
final class RelayFixture {

    static final String ROLE = "72057594037927939";
    static final String PREFIX = "/CCM_Proxy_MutualAuth/" + ROLE;
    /** At most four exchanges; long timeouts, because the machine that runs the tests may be busy. */
    static final RelayLimits FOUR_EXCHANGES = new RelayLimits(4, 4, 4, 30, 30, 30, 30, 1, 0);
    /** A response may be idle for a second. */
    static final Via VIA = Via.of("test-cp");

    static final RelayLimits ONE_SECOND_IDLE = new RelayLimits(4, 4, 4, 30, 30, 1, 30, 1, 0);

    final Vertx vertx = Vertx.vertx();
    final Context loop;
    final InFlightSlots slots;
    final TrafficLedger traffic;
    private final RelayLimits limits;
    private Consumer<ClientSSLOptions> useTls = tls -> {};
    private Relay relay = request -> Future.failedFuture("no upstream yet");

    RelayFixture() throws Exception {
        this(RelayLimits.DEFAULT);
    }

    RelayFixture(RelayLimits limits) throws Exception {
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

    /** Relays to that URL from now on. */
    void upstreamAt(String url) throws Exception {
        upstreamAt(url, UpstreamClient.tls(null, null, limits), SelectedCertificate.NONE);
    }

    void upstreamAt(String url, ClientSSLOptions tls, SelectedCertificate presented) throws Exception {
        RoutingTable routes = RoutingTable.of(site(url), traffic);
        relay = on(() -> {
            Http1Client client = UpstreamClient.onLoop(vertx, limits, tls);
            useTls = client::updateTls;
            UpstreamRelay created = UpstreamRelay.onLoop(vertx, client, slots, limits, VIA);
            created.use(routes, presented);
            return Future.succeededFuture(created);
        });
    }

    /** Uses another client certificate from now on. */
    void use(ClientSSLOptions tls) throws Exception {
        assertThat(on(() -> {
                    useTls.accept(tls);
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

    /** Sends the request on the loop, as a tunnel would, and reads the response to its end. */
    Response exchange(RelayRequest request) throws Exception {
        return on(() -> start(request).compose(this::collect));
    }

    /** The same without waiting. */
    Future<Response> send(RelayRequest request) {
        Promise<Response> response = Promise.promise();
        loop.runOnContext(go -> start(request).compose(this::collect).onComplete(response));
        return response.future();
    }

    /** Only the head; the body stays paused. */
    RelayResponse head(RelayRequest request) throws Exception {
        return on(() -> start(request));
    }

    Future<RelayResponse> start(RelayRequest request) {
        return relay.relay(request);
    }

    RelayFailure failure(RelayRequest request) throws Exception {
        return failureOf(send(request));
    }

    /** What it fails with, which must be a {@link RelayFailure}. */
    static RelayFailure failureOf(Future<?> response) throws Exception {
        return await(response.transform(done -> {
            assertThat(done.cause()).isInstanceOf(RelayFailure.class);
            return Future.succeededFuture((RelayFailure) done.cause());
        }));
    }

    Future<Response> collect(RelayResponse response) {
        ReadStream<ByteBuf> body = response.body();
        if (body == null) {
            return Future.succeededFuture(new Response(response, Buffer.buffer()));
        }
        Promise<Response> complete = Promise.promise();
        Buffer bytes = Buffer.buffer();
        body.exceptionHandler(complete::tryFail)
                .endHandler(end -> complete.tryComplete(new Response(response, bytes)))
                .handler(chunk -> append(bytes, chunk))
                .resume();
        return complete.future();
    }

    private static void append(Buffer to, ByteBuf chunk) {
        to.appendBytes(ByteBufUtil.getBytes(chunk));
        chunk.release();
    }

    record Response(RelayResponse response, Buffer body) {
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
