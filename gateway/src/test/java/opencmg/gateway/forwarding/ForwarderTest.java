package opencmg.gateway.forwarding;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.streams.ReadStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import opencmg.gateway.identity.TestSite;
import opencmg.gateway.refusal.Refusal;
import opencmg.gateway.refusal.RefusalReason;
import opencmg.tunnel.FailureReason;
import opencmg.tunnel.RelayFailure;
import opencmg.tunnel.RelayResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which tunnel a request takes, and when it may take a second one; with tunnels that fail on command. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForwarderTest {

    private final Vertx vertx = Vertx.vertx();
    private final List<Deadlines> opened = new ArrayList<>();
    private AdmittedInTest admitted;
    private int retries;

    @BeforeAll
    void start() {
        admitted = new AdmittedInTest(vertx);
    }

    @AfterAll
    void stop() {
        admitted.close();
    }

    @AfterEach
    void closeTimers() {
        opened.forEach(Deadlines::close);
        retries = 0;
    }

    private Forwarder forwarder(FakeTunnel... tunnels) {
        return forwarder(100, tunnels);
    }

    private Forwarder forwarder(int inFlight, FakeTunnel... tunnels) {
        Tunnels all = TestTunnels.of(vertx, admitted.site.published());
        for (FakeTunnel tunnel : tunnels) {
            all.onUp(tunnel);
        }
        Deadlines deadlines = new Deadlines(vertx);
        opened.add(deadlines);
        return new Forwarder(all, new InFlight(inFlight), deadlines, () -> retries++);
    }

    private ForwardedExchange get() {
        return new ForwardedExchange(admitted.request("GET"), null);
    }

    private static Future<RelayResponse> send(Forwarder forwarder, ForwardedExchange exchange) {
        Promise<RelayResponse> response = Promise.promise();
        forwarder.forward(exchange, response);
        return response.future();
    }

    private static Refusal refusal(Future<?> future) {
        assertThat(future.failed()).as("%s", future).isTrue();
        return (Refusal) future.cause();
    }

    // ------------------------------------------------------------------ the way

    @Test
    void sendsUnderTheMutualAuthNameWhateverTheFace() {
        FakeTunnel tunnel = new FakeTunnel();
        Future<RelayResponse> answer = send(forwarder(tunnel), get());

        assertThat(answer.result().status()).isEqualTo(200);
        assertThat(tunnel.sent.get(0).target())
                .isEqualTo("/CCM_Proxy_MutualAuth/" + TestSite.MP + "/SMS_MP/.sms_aut?MPLIST");
        assertThat(tunnel.sent.get(0).headers().get("x-opencmg-request-id")).isEqualTo("request-1");
    }

    @Test
    void takesTurnsAmongConnectionPoints() {
        FakeTunnel[] tunnels = {new FakeTunnel(), new FakeTunnel(), new FakeTunnel()};
        Forwarder forwarder = forwarder(tunnels);
        for (int i = 0; i < 9; i++) {
            assertThat(send(forwarder, get()).succeeded()).isTrue();
        }
        assertThat(tunnels).allSatisfy(tunnel -> assertThat(tunnel.sent).hasSize(3));
    }

    @Test
    void prefersItsOwnLoopAndThenTheQuietest() {
        UUID point = UUID.randomUUID();
        FakeTunnel elsewhere = new FakeTunnel("LAB", point, 1);
        FakeTunnel busyHere = new FakeTunnel("LAB", point, 1);
        FakeTunnel quietHere = new FakeTunnel("LAB", point, 1);
        busyHere.here = true;
        busyHere.outstanding = 7;
        quietHere.here = true;
        quietHere.outstanding = 3;
        assertThat(send(forwarder(elsewhere, busyHere, quietHere), get()).succeeded())
                .isTrue();
        assertThat(quietHere.sent).hasSize(1);
    }

    @Test
    void passesByWhatTakesNothingMore() {
        FakeTunnel full = new FakeTunnel();
        full.accepting = false;
        FakeTunnel free = new FakeTunnel();
        Forwarder forwarder = forwarder(full, free);
        for (int i = 0; i < 4; i++) {
            assertThat(send(forwarder, get()).succeeded()).isTrue();
        }
        assertThat(full.sent).isEmpty();
    }

    @Test
    void refusesWithoutAConnectionPointOfTheSite() {
        FakeTunnel ofAnotherSite = new FakeTunnel("XYZ", UUID.randomUUID(), 1);

        assertThat(refusal(send(forwarder(ofAnotherSite), get())).reason())
                .isEqualTo(RefusalReason.NO_CONNECTION_POINT);
    }

    @Test
    void refusesWhenAllAreAtTheirLimit() {
        FakeTunnel full = new FakeTunnel();
        full.accepting = false;

        assertThat(refusal(send(forwarder(full), get())).reason()).isEqualTo(RefusalReason.OVER_LIMIT);
    }

    @Test
    void refusesOneTooManyAtOnceAndTakesTheNextWhenOneHasEnded() {
        FakeTunnel tunnel = new FakeTunnel();
        Forwarder forwarder = forwarder(1, tunnel);
        ForwardedExchange first = get();
        assertThat(send(forwarder, first).succeeded()).isTrue();
        assertThat(refusal(send(forwarder, get())).reason()).isEqualTo(RefusalReason.OVER_LIMIT);

        first.end();
        assertThat(send(forwarder, get()).succeeded()).isTrue();
        assertThat(tunnel.sent).hasSize(2);
    }

    // ------------------------------------------------------------------ a second try

    @ParameterizedTest
    @EnumSource(
            value = FailureReason.class,
            names = {"NOT_SENT", "OVER_LIMIT"})
    void triesAnotherTunnelAfterWhatWasNotProcessed(FailureReason reason) {
        FakeTunnel first = new FakeTunnel().fails(reason);
        FakeTunnel second = new FakeTunnel().fails(reason);
        Forwarder forwarder = forwarder(first, second);
        ForwardedExchange post = new ForwardedExchange(admitted.request("CCM_POST"), null);

        assertThat(refusal(send(forwarder, post)).reason().status()).isGreaterThanOrEqualTo(502);
        assertThat(first.sent.size() + second.sent.size())
                .as("two tries and no third")
                .isEqualTo(2);
        assertThat(first.sent).hasSize(1);
        assertThat(retries).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD"})
    void readsAgainWhatWasLostBeforeItsAnswer(String method) {
        UUID point = UUID.randomUUID();
        FakeTunnel lost = new FakeTunnel("LAB", point, 1).fails(FailureReason.TUNNEL_LOST);
        lost.here = true;
        FakeTunnel good = new FakeTunnel("LAB", point, 1);
        Future<RelayResponse> answer =
                send(forwarder(lost, good), new ForwardedExchange(admitted.request(method), null));

        assertThat(answer.succeeded()).isTrue();
        assertThat(good.sent).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "CCM_POST", "PROPFIND"})
    void repeatsNothingElseThatMayHaveArrived(String method) {
        FakeTunnel lost = new FakeTunnel().fails(FailureReason.TUNNEL_LOST);
        FakeTunnel other = new FakeTunnel().fails(FailureReason.TUNNEL_LOST);

        assertThat(refusal(send(forwarder(lost, other), new ForwardedExchange(admitted.request(method), null)))
                        .reason())
                .isEqualTo(RefusalReason.TUNNEL_LOST);
        assertThat(lost.sent.size() + other.sent.size()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = FailureReason.class,
            names = {"NOT_SENT", "TUNNEL_LOST", "OVER_LIMIT"},
            mode = EnumSource.Mode.EXCLUDE)
    void triesNoSecondTimeWhenTheInsideHasSpoken(FailureReason reason) {
        FakeTunnel first = new FakeTunnel().fails(reason);
        FakeTunnel other = new FakeTunnel().fails(reason);

        assertThat(send(forwarder(first, other), get()).failed()).isTrue();
        assertThat(first.sent.size() + other.sent.size()).isEqualTo(1);
    }

    @Test
    void tellsTheFirstFailureWhenThereIsNoOtherTunnel() {
        FakeTunnel only = new FakeTunnel().fails(FailureReason.NOT_SENT);
        Refusal refusal = refusal(send(forwarder(only), get()));

        assertThat(refusal.reason()).isEqualTo(RefusalReason.TUNNEL_LOST);
        assertThat(refusal.detail()).contains("so says the test");
    }

    @Test
    void givesAnUntouchedBodyToTheSecondTunnelAndNoneOfItToTheFirst() {
        Source source = new Source();
        Promise<RelayResponse> firstAnswer = Promise.promise();
        UUID point = UUID.randomUUID();
        FakeTunnel first = new FakeTunnel("LAB", point, 1);
        first.here = true;
        first.answers.add(firstAnswer.future());
        FakeTunnel second = new FakeTunnel("LAB", point, 1);
        Future<RelayResponse> answer = send(
                forwarder(first, second),
                new ForwardedExchange(admitted.request("POST"), new RequestBody(source, () -> {}, cause -> null)));
        List<String> toFirst = read(first);
        firstAnswer.fail(new RelayFailure(FailureReason.NOT_SENT, "refused"));
        List<String> toSecond = read(second);
        source.give("one");
        first.body().resume(); // a tunnel that is late to notice

        assertThat(answer.succeeded()).isTrue();
        assertThat(toFirst).isEmpty();
        assertThat(toSecond).hasToString("[one]");
    }

    @Test
    void givesATouchedBodyToNobodyElse() {
        Source source = new Source();
        Promise<RelayResponse> firstAnswer = Promise.promise();
        UUID point = UUID.randomUUID();
        FakeTunnel first = new FakeTunnel("LAB", point, 1);
        first.here = true;
        first.answers.add(firstAnswer.future());
        FakeTunnel second = new FakeTunnel("LAB", point, 1);
        Future<RelayResponse> answer = send(
                forwarder(first, second),
                new ForwardedExchange(admitted.request("POST"), new RequestBody(source, () -> {}, cause -> null)));
        List<String> toFirst = read(first);
        source.give("one");
        firstAnswer.fail(new RelayFailure(FailureReason.NOT_SENT, "refused"));

        assertThat(toFirst).hasSize(1);
        assertThat(answer.failed()).isTrue();
        assertThat(second.sent).isEmpty();
        assertThat(source.paused).isTrue();
    }

    @Test
    void keepsSecondTriesUnderAFifthOfTheTraffic() {
        FakeTunnel bad = new FakeTunnel();
        FakeTunnel alsoBad = new FakeTunnel();
        Forwarder forwarder = forwarder(bad, alsoBad);
        for (int i = 0; i < 1000; i++) {
            bad.fails(FailureReason.NOT_SENT).fails(FailureReason.NOT_SENT);
            alsoBad.fails(FailureReason.NOT_SENT).fails(FailureReason.NOT_SENT);
            ForwardedExchange exchange = get();
            assertThat(send(forwarder, exchange).failed()).isTrue();
            exchange.end();
        }
        assertThat(retries).isBetween(200, 210);
    }

    // ------------------------------------------------------------------ its end

    @Test
    void cancelsInsideWhatIsCut() {
        FakeTunnel tunnel = new FakeTunnel();
        tunnel.answers.add(Promise.<RelayResponse>promise().future());
        ForwardedExchange exchange = get();
        Future<RelayResponse> answer = send(forwarder(tunnel), exchange);
        exchange.cancel(new Refusal(RefusalReason.DEADLINE, "late"));

        assertThat(refusal(answer).reason()).isEqualTo(RefusalReason.DEADLINE);
        assertThat(tunnel.sent.get(0).abandoned().isComplete()).isTrue();
    }

    @Test
    void triesNoSecondTunnelForAClientThatHasGone() {
        FakeTunnel first = new FakeTunnel();
        Promise<RelayResponse> pending = Promise.promise();
        first.answers.add(pending.future());
        ForwardedExchange exchange = get();
        Future<RelayResponse> answer = send(forwarder(first), exchange);
        exchange.abandon();
        pending.fail(new RelayFailure(FailureReason.NOT_SENT, "too late"));

        assertThat(answer.failed()).isTrue();
        assertThat(first.sent).hasSize(1);
        assertThat(retries).isZero();
    }

    /** Reads like a tunnel does. */
    private static List<String> read(FakeTunnel tunnel) {
        List<String> got = new ArrayList<>();
        tunnel.body()
                .exceptionHandler(broke -> {})
                .endHandler(end -> {})
                .handler(piece -> {
                    got.add(piece.toString(StandardCharsets.US_ASCII));
                    piece.release();
                })
                .resume();
        return got;
    }

    /** A client's body that comes by hand. */
    private static final class Source implements ReadStream<ByteBuf> {

        private @Nullable Handler<ByteBuf> handler;
        private boolean paused = true;

        void give(String text) {
            if (!paused && handler != null) {
                handler.handle(
                        ByteBufAllocator.DEFAULT.directBuffer().writeBytes(text.getBytes(StandardCharsets.US_ASCII)));
            }
        }

        @Override
        public Source handler(@Nullable Handler<ByteBuf> to) {
            handler = to;
            return this;
        }

        @Override
        public Source exceptionHandler(@Nullable Handler<Throwable> to) {
            return this;
        }

        @Override
        public Source endHandler(@Nullable Handler<Void> to) {
            return this;
        }

        @Override
        public Source pause() {
            paused = true;
            return this;
        }

        @Override
        public Source resume() {
            return fetch(1);
        }

        @Override
        public Source fetch(long amount) {
            paused = false;
            return this;
        }
    }
}
