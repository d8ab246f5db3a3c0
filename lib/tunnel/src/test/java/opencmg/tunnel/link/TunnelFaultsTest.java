package opencmg.tunnel.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpHeaders;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import opencmg.tunnel.FailureReason;
import opencmg.tunnel.RelayFailure;
import opencmg.tunnel.RelayRequest;
import opencmg.tunnel.RelayResponse;
import opencmg.tunnel.Tunnel;
import opencmg.tunnel.TunnelLimits;
import opencmg.tunnel.eventually.Eventually;
import opencmg.wire.Wire;
import opencmg.wire.WireFault;
import opencmg.wire.WireMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The network between the ends breaks in every way that sockets know. */
class TunnelFaultsTest {

    /** Drains for a fraction of a second. */
    private static final TunnelLimits SHORT_DRAIN = new TunnelLimits(
            64,
            65_535,
            64 << 10,
            Duration.ofMillis(100),
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            Duration.ofMillis(300),
            100);

    @TempDir
    Path directory;

    private TunnelFixture ends;
    private int direct;
    private Wire wire;
    private Tunnel tunnel;
    private TunnelDialer dialer;
    private final BlockingQueue<String> begun = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> abandoned = new LinkedBlockingQueue<>();

    @BeforeEach
    void start() throws Exception {
        ends = new TunnelFixture(directory);
        TunnelServer server = ends.listen(TunnelFixture.SHORT_TIMEOUTS);
        direct = server.port();
        wire = TunnelFixture.await(Wire.listen(ends.vertx, 0, "127.0.0.1", direct));
        dialer = ends.dial(
                wire.port(),
                ends.connectionPointTls,
                TunnelFixture.SHORT_TIMEOUTS,
                TunnelFixture.hello(1),
                this::relay);
        tunnel = TunnelFixture.next(ends.gateway.up);
        assertThat(TunnelFixture.next(ends.dialling.up)).isEqualTo("gw-1");
    }

    @AfterEach
    void stop() throws Exception {
        wire.set(WireMode.PASS);
        ends.close();
    }

    private Future<RelayResponse> relay(RelayRequest request) {
        begun.add(request.target());
        request.abandoned().onSuccess(gone -> abandoned.add(request.target()));
        if (request.target().equals("/slow")) {
            return Promise.<RelayResponse>promise().future();
        }
        return request.body() != null
                ? Future.succeededFuture(new RelayResponse(200, "OK", HttpHeaders.headers(), request.body()))
                : Future.succeededFuture(new RelayResponse(
                        200, "OK", HttpHeaders.headers(), TunnelFixture.ControlledBody.of(ends.vertx, 20)));
    }

    /** Open sockets say nothing: both ends must notice by silence, or by what TLS makes of it, and find each other again. */
    @ParameterizedTest
    @EnumSource(
            value = WireFault.class,
            names = {"STALL", "BLACK_HOLE", "GARBLE"})
    void detectsTheFaultOnBothSidesAndReconnects(WireFault fault) throws Exception {
        wire.set(WireMode.of(fault));

        assertThat(TunnelFixture.next(ends.gateway.down)).isNotEmpty();
        assertThat(TunnelFixture.next(ends.dialling.down)).isNotEmpty();
        assertThat(tunnel.isAccepting()).isFalse();

        wire.set(WireMode.PASS);
        Tunnel again = TunnelFixture.next(ends.gateway.up);
        assertThat(ends.exchange(again, TunnelFixture.get("/x"), ends.gatewayLoop)
                        .bytes())
                .isEqualTo(20L * (16 << 10));
    }

    @Test
    void failsExchangesInFlightOnBothSidesWhenTheWireIsCut() throws Exception {
        Promise<TunnelFixture.Answer> answer = Promise.promise();
        ends.gatewayLoop.runOnContext(go -> tunnel.relay(TunnelFixture.get("/slow"))
                .compose(TunnelFixture::collect)
                .onComplete(answer));
        assertThat(TunnelFixture.next(begun)).isEqualTo("/slow");

        TunnelFixture.await(wire.cut());

        assertThat(TunnelFixture.relayFailure(answer.future()).reason()).isEqualTo(FailureReason.TUNNEL_LOST);
        assertThat(TunnelFixture.next(abandoned)).isEqualTo("/slow");
        assertThat(ends.exchange(TunnelFixture.next(ends.gateway.up), TunnelFixture.get("/x"), ends.gatewayLoop)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void keepsDialingWhileConnectionsAreRefused() throws Exception {
        wire.set(WireMode.of(WireFault.REFUSE));
        TunnelFixture.await(wire.cut());
        for (int i = 0; i < 5; i++) {
            assertThat(TunnelFixture.next(ends.dialling.failed)).startsWith("TCP or TLS");
        }

        wire.set(WireMode.PASS);

        assertThat(TunnelFixture.next(ends.gateway.up).isAccepting()).isTrue();
    }

    @Test
    void carriesACompleteResponseOverASlowWire() throws Exception {
        wire.set(new WireMode(WireFault.SLOW, 2_000_000));

        assertThat(ends.exchange(tunnel, TunnelFixture.get("/x"), ends.gatewayLoop)
                        .bytes())
                .isEqualTo(20L * (16 << 10));
        assertThat(ends.gateway.down).isEmpty();
    }

    /** The tests above are more impatient than the product; this is what it promises. */
    @Test
    void detectsSilenceWithinTenSecondsByDefault() {
        Duration lookEvery = TunnelLimits.DEFAULT.pingInterval().dividedBy(5);

        assertThat(TunnelLimits.DEFAULT.silenceTimeout().plus(lookEvery)).isLessThanOrEqualTo(Duration.ofSeconds(10));
        assertThat(TunnelLimits.DEFAULT.pingInterval().plus(lookEvery))
                .as("a quiet connection has time for a PING and its answer")
                .isLessThan(TunnelLimits.DEFAULT.silenceTimeout());
    }

    /**
     * An exchange that the gateway began before it read that it should not is no exchange lost: the connection point waits for it. A hasty end would come
     * before that of another connection of its loop, on which nothing stands in the way and which begins to drain later.
     */
    @Test
    void servesRequestsThatWereOnTheirWayWhenDrainingBegan() throws Exception {
        TunnelDialer behind = ends.dial(
                direct, ends.connectionPointTls, TunnelFixture.SHORT_TIMEOUTS, TunnelFixture.hello(1), this::relay);
        assertThat(TunnelFixture.next(ends.gateway.up).isAccepting()).isTrue();
        wire.set(WireMode.of(WireFault.STALL));
        Promise<TunnelFixture.Answer> answer = Promise.promise();
        ends.gatewayLoop.runOnContext(
                go -> tunnel.relay(TunnelFixture.post("/echo", TunnelFixture.ControlledBody.of(ends.vertx, 3)))
                        .compose(TunnelFixture::collect)
                        .onComplete(answer));

        Future<Void> closed = dialer.close();
        TunnelFixture.await(behind.close());
        assertThat(closed.isComplete()).as("it waits").isFalse();
        wire.set(WireMode.PASS);

        assertThat(TunnelFixture.await(answer.future()).bytes()).isEqualTo(3L * (16 << 10));
        TunnelFixture.await(closed);
    }

    /** The other test of draining waits for its exchanges; these would outlast every limit. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void endsExchangesAfterTheDrainTimeoutOnBothSides(boolean connectionPointStops) throws Exception {
        TunnelServer server = ends.listen(SHORT_DRAIN);
        TunnelDialer hasty =
                ends.dial(server.port(), ends.connectionPointTls, SHORT_DRAIN, TunnelFixture.hello(2), this::relay);
        Tunnel endless = TunnelFixture.next(ends.gateway.up);
        Promise<TunnelFixture.Answer> answer = Promise.promise();
        ends.gatewayLoop.runOnContext(go -> endless.relay(TunnelFixture.get("/slow"))
                .compose(TunnelFixture::collect)
                .onComplete(answer));
        assertThat(TunnelFixture.next(begun)).isEqualTo("/slow");

        TunnelFixture.await(connectionPointStops ? hasty.close() : server.close());

        RelayFailure failure = TunnelFixture.relayFailure(answer.future());
        assertThat(failure.reason()).isEqualTo(FailureReason.TUNNEL_LOST);
        assertThat(failure.reason().hop()).isEqualTo("tunnel");
        assertThat(failure.detail())
                .contains(connectionPointStops ? "the connection point stops" : "the gateway stops")
                .contains("0.3 s had passed")
                .contains("limits.drainSeconds");
        assertThat(TunnelFixture.next(abandoned)).isEqualTo("/slow");
        assertThat(endless.inFlight()).isZero();
    }

    @Test
    void acceptsNoTunnelWhoseHandshakeEndsAfterShutdownBegan() throws Exception {
        TunnelServer stopping = ends.listen(TunnelFixture.SHORT_TIMEOUTS);
        Wire slow = TunnelFixture.await(Wire.listen(ends.vertx, 0, "127.0.0.1", stopping.port()));
        slow.set(WireMode.of(WireFault.STALL));
        TunnelDialer ignored = ends.dial(
                slow.port(),
                ends.connectionPointTls,
                TunnelFixture.SHORT_TIMEOUTS,
                TunnelFixture.hello(1),
                this::relay);
        Eventually.holds(() -> slow.connections() > 0);

        Future<Void> closed = stopping.close();
        slow.set(WireMode.PASS);

        TunnelFixture.await(closed);
        assertThat(ends.gateway.up).isEmpty();
        assertThat(TunnelFixture.next(ends.dialling.failed))
                .as("sent away at once, in the handshake or after it, not left to wait for a welcome")
                .doesNotContain("no welcome");
    }
}
