package opencmg.tunnel.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import opencmg.certs.CaEnvironment;
import opencmg.certs.CertificateAuthority;
import opencmg.certs.CertificateRequest;
import opencmg.certs.Credential;
import opencmg.certs.Pem;
import opencmg.tunnel.DialStatus;
import opencmg.tunnel.FailureReason;
import opencmg.tunnel.Relay;
import opencmg.tunnel.RelayFailure;
import opencmg.tunnel.RelayRequest;
import opencmg.tunnel.RelayResponse;
import opencmg.tunnel.Tunnel;
import opencmg.tunnel.TunnelLimits;
import opencmg.tunnel.TunnelStatus;
import opencmg.tunnel.TunnelTarget;
import opencmg.tunnel.TunnelTls;
import opencmg.tunnel.eventually.Eventually;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TunnelTest {

    private static final int CHUNK = 16 << 10;

    /** By hand: {@code -Dopencmg.cancels=60000} is a thousand a second for a minute. */
    private static final int CANCELS = Integer.getInteger("opencmg.cancels", 3000);

    @TempDir
    Path directory;

    private TunnelFixture ends;

    @BeforeEach
    void start() throws Exception {
        ends = new TunnelFixture(directory);
    }

    @AfterEach
    void stop() throws Exception {
        ends.close();
    }

    // ------------------------------------------------------------------ one exchange

    @Test
    void carriesMethodTargetHeadersStatusPhraseAndBodies() throws Exception {
        Tunnel tunnel = ends.connect(TunnelFixture.SHORT_TIMEOUTS, request -> TunnelFixture.size(request.body())
                .map(size -> new RelayResponse(
                        403,
                        "Client certificate required",
                        HttpHeaders.headers()
                                .add("X-Seen", request.method() + " " + request.target() + " " + size)
                                .add("Set-Cookie", "a=1")
                                .add("Set-Cookie", "b=2"),
                        TunnelFixture.ControlledBody.of(ends.vertx, 3))));
        for (Context from : List.of(ends.gatewayLoop, ends.connectionPointLoop)) {
            TunnelFixture.Answer answer = ends.exchange(
                    tunnel,
                    TunnelFixture.post(
                            "/CCM_Proxy_MutualAuth/1/x?y=%7B1%7D", TunnelFixture.ControlledBody.of(ends.vertx, 2)),
                    from);

            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.phrase()).isEqualTo("Client certificate required");
            assertThat(answer.headers().get("x-seen"))
                    .isEqualTo("CCM_POST /CCM_Proxy_MutualAuth/1/x?y=%7B1%7D " + 2 * CHUNK);
            assertThat(answer.headers().getAll("set-cookie")).containsExactly("a=1", "b=2");
            assertThat(answer.headers().names()).doesNotContain("opencmg-phrase", ":status");
            assertThat(answer.bytes()).isEqualTo(3L * CHUNK);
        }
    }

    @Test
    void carriesBodiesMuchLargerThanEveryWindowBothWaysAtOnce() throws Exception {
        int chunks = 640; // 10 MiB against windows of 64 KiB
        Tunnel tunnel = ends.connect(
                TunnelFixture.MANY_EXCHANGES,
                request -> Future.succeededFuture(new RelayResponse(200, "OK", HttpHeaders.headers(), request.body())));
        List<Future<TunnelFixture.Answer>> all = new ArrayList<>();
        for (Context from : List.of(ends.gatewayLoop, ends.connectionPointLoop)) {
            Promise<TunnelFixture.Answer> done = Promise.promise();
            from.runOnContext(
                    go -> tunnel.relay(TunnelFixture.post("/echo", TunnelFixture.ControlledBody.of(ends.vertx, chunks)))
                            .compose(TunnelFixture::collect)
                            .onComplete(done));
            all.add(done.future());
        }
        for (Future<TunnelFixture.Answer> answer : all) {
            assertThat(TunnelFixture.await(answer).bytes()).isEqualTo((long) chunks * CHUNK);
        }
    }

    @Test
    void reportsAFailureOfTheConnectionPointWithHopAndDetail() throws Exception {
        Tunnel tunnel = ends.connect(
                TunnelFixture.SHORT_TIMEOUTS,
                request -> Future.failedFuture(new RelayFailure(
                        FailureReason.UPSTREAM_UNREACHABLE, "mp1.lab:443: TCP: connection refused – ü")));

        RelayFailure failure = failureOf(tunnel, TunnelFixture.get("/x"));

        assertThat(failure.reason()).isEqualTo(FailureReason.UPSTREAM_UNREACHABLE);
        assertThat(failure.reason().hop()).isEqualTo("upstream");
        assertThat(failure.detail()).isEqualTo("mp1.lab:443: TCP: connection refused – ü");
    }

    /** Otherwise a server inside could have its request sent again otherTunnel, by an answer that looks like a refusal of the tunnel. */
    @Test
    void dropsForgedFieldsWithReservedNames() throws Exception {
        MultiMap forged = HttpHeaders.headers()
                .add("opencmg-failure", "over_limit")
                .add("Opencmg-Detail", "%zz")
                .add("opencmg-phrase", "Forged")
                .add("x-from-mp", "1");
        BlockingQueue<MultiMap> arrived = new LinkedBlockingQueue<>();
        Tunnel tunnel = ends.connect(TunnelFixture.SHORT_TIMEOUTS, request -> {
            arrived.add(request.headers());
            return Future.succeededFuture(new RelayResponse(200, "OK", forged, null));
        });

        TunnelFixture.Answer answer = ends.exchange(
                tunnel,
                new RelayRequest(
                        "GET", "/x", forged, null, Promise.<Void>promise().future()),
                ends.gatewayLoop);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.phrase()).isEqualTo("OK");
        assertThat(answer.headers().names()).containsExactly("x-from-mp");
        assertThat(TunnelFixture.next(arrived).names()).containsExactly("x-from-mp");
    }

    @Test
    void breaksAResponseOffWhenItsSourceFails() throws Exception {
        Tunnel tunnel = ends.connect(
                TunnelFixture.SHORT_TIMEOUTS,
                request -> Future.succeededFuture(
                        new RelayResponse(200, "OK", HttpHeaders.headers(), new TunnelFixture.ControlledBody(tap -> {
                            if (tap.given.get() == 0) {
                                tap.give(Buffer.buffer("half"));
                                tap.breakOff(new IllegalStateException("MP closed"));
                            }
                        }))));

        assertThat(failureOf(tunnel, TunnelFixture.get("/x")).reason()).isEqualTo(FailureReason.BROKEN_OFF);
    }

    @Test
    void reportsTheServerInsideWhenItBreaksAResponseOff() throws Exception {
        Tunnel tunnel = ends.connect(
                TunnelFixture.SHORT_TIMEOUTS,
                request -> Future.succeededFuture(
                        new RelayResponse(200, "OK", HttpHeaders.headers(), new TunnelFixture.ControlledBody(tap -> {
                            if (tap.given.get() == 0) {
                                tap.give(Buffer.buffer("half"));
                                tap.breakOff(new RelayFailure(FailureReason.UPSTREAM_LOST, "MP closed"));
                            }
                        }))));

        assertThat(failureOf(tunnel, TunnelFixture.get("/x")).reason()).isEqualTo(FailureReason.UPSTREAM_LOST);
    }

    /** Netty closes the whole connection over a header list that is a quarter beyond its limit. */
    @Test
    void failsOnlyTheExchangeWhoseHeadIsTooLarge() throws Exception {
        MultiMap many = HttpHeaders.headers();
        for (int i = 0; i < 4000; i++) {
            many.add("x-" + i, "y");
        }
        Tunnel tunnel = ends.connect(
                TunnelFixture.SHORT_TIMEOUTS,
                request -> Future.succeededFuture(new RelayResponse(
                        200, "OK", request.target().equals("/large") ? many : HttpHeaders.headers(), null)));

        assertThat(failureOf(
                                tunnel,
                                new RelayRequest(
                                        "GET",
                                        "/x",
                                        many,
                                        null,
                                        Promise.<Void>promise().future()))
                        .reason())
                .isEqualTo(FailureReason.REQUEST_HEADERS_TOO_LARGE);
        assertThat(failureOf(tunnel, TunnelFixture.get("/large")).reason())
                .isEqualTo(FailureReason.ANSWER_HEADERS_TOO_LARGE);
        assertThat(ends.exchange(tunnel, TunnelFixture.get("/x"), ends.gatewayLoop)
                        .status())
                .isEqualTo(200);
        assertThat(ends.gateway.down).isEmpty();
        Eventually.holds(() -> tunnel.inFlight() == 0);
    }

    @Test
    void respondsBeforeTheRequestIsCompleteAndStopsReceivingIt() throws Exception {
        Tunnel tunnel = ends.connect(
                TunnelFixture.SHORT_TIMEOUTS,
                request -> Future.succeededFuture(new RelayResponse(413, "Too Large", HttpHeaders.headers(), null)));

        TunnelFixture.Answer answer = ends.exchange(
                tunnel, TunnelFixture.post("/x", TunnelFixture.ControlledBody.of(ends.vertx, 4000)), ends.gatewayLoop);

        assertThat(answer.status()).isEqualTo(413);
    }

    // ------------------------------------------------------------------ pressure and cancel

    @Test
    void buffersAtMostTheWindowsWhenAReaderStalls() throws Exception {
        TunnelFixture.ControlledBody endless = TunnelFixture.ControlledBody.of(ends.vertx, Integer.MAX_VALUE);
        Tunnel tunnel = ends.connect(
                TunnelFixture.SHORT_TIMEOUTS,
                request -> Future.succeededFuture(new RelayResponse(
                        200,
                        "OK",
                        HttpHeaders.headers(),
                        request.target().equals("/stall")
                                ? endless
                                : TunnelFixture.ControlledBody.of(ends.vertx, 64))));
        Promise<Void> gone = Promise.promise();
        RelayResponse stalled = TunnelFixture.on(
                ends.gatewayLoop,
                () -> tunnel.relay(new RelayRequest("GET", "/stall", HttpHeaders.headers(), null, gone.future())));
        assertThat(stalled.body()).isNotNull();

        for (int i = 0; i < 20; i++) {
            assertThat(ends.exchange(tunnel, TunnelFixture.get("/other"), ends.gatewayLoop)
                            .bytes())
                    .isEqualTo(64L * CHUNK);
        }

        // stream window + the sender's high water + one chunk
        assertThat(endless.given.get()).isLessThan(65_535 + (128 << 10) + 2 * CHUNK);
        gone.complete();
    }

    @Test
    void servesOthersWhileAHundredReadersAndAHundredSendersStall() throws Exception {
        List<TunnelFixture.ControlledBody> endless = java.util.Collections.synchronizedList(new ArrayList<>());
        Tunnel tunnel = ends.connect(TunnelFixture.MANY_EXCHANGES, request -> {
            if (request.target().equals("/stalled-answer")) {
                TunnelFixture.ControlledBody tap = TunnelFixture.ControlledBody.of(ends.vertx, Integer.MAX_VALUE);
                endless.add(tap);
                return Future.succeededFuture(new RelayResponse(200, "OK", HttpHeaders.headers(), tap));
            }
            return request.target().equals("/unread-request")
                    ? Promise.<RelayResponse>promise().future()
                    : Future.succeededFuture(new RelayResponse(200, "OK", HttpHeaders.headers(), request.body()));
        });
        Promise<Void> gone = Promise.promise();
        List<Future<RelayResponse>> stalled = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            TunnelFixture.ControlledBody upload = TunnelFixture.ControlledBody.of(ends.vertx, Integer.MAX_VALUE);
            endless.add(upload);
            Promise<RelayResponse> answer = Promise.promise();
            ends.gatewayLoop.runOnContext(go -> {
                tunnel.relay(new RelayRequest("GET", "/stalled-answer", HttpHeaders.headers(), null, gone.future()))
                        .onComplete(answer);
                tunnel.relay(new RelayRequest("POST", "/unread-request", HttpHeaders.headers(), upload, gone.future()))
                        .onComplete(ignored -> {});
            });
            stalled.add(answer.future());
        }
        assertThat(TunnelFixture.await(Future.all(stalled)).size()).isEqualTo(100);

        for (Context from : List.of(ends.gatewayLoop, ends.connectionPointLoop)) {
            assertThat(ends.exchange(
                                    tunnel,
                                    TunnelFixture.post("/echo", TunnelFixture.ControlledBody.of(ends.vertx, 200)),
                                    from)
                            .bytes())
                    .isEqualTo(200L * CHUNK);
        }
        assertThat(endless).allMatch(tap -> tap.given.get() < 65_535 + (128 << 10) + 3 * CHUNK);
        gone.complete();
    }

    /** TestBodies are pooled memory: the leak watch fails the class when what nobody reads is kept. */
    @Test
    void releasesCompleteBodiesThatNobodyReads() throws Exception {
        AtomicInteger pieces = new AtomicInteger();
        BlockingQueue<Throwable> told = new LinkedBlockingQueue<>();
        Tunnel tunnel = ends.connect(
                TunnelFixture.SHORT_TIMEOUTS,
                request -> Future.succeededFuture(new RelayResponse(
                        200, "OK", HttpHeaders.headers(), TunnelFixture.ControlledBody.of(ends.vertx, 2))));
        for (Context from : List.of(ends.gatewayLoop, ends.connectionPointLoop)) {
            Promise<Void> gone = Promise.promise();
            for (int i = 0; i < 20; i++) {
                RelayRequest request = new RelayRequest(
                        "POST",
                        "/unread",
                        HttpHeaders.headers(),
                        TunnelFixture.ControlledBody.of(ends.vertx, 1),
                        gone.future());
                RelayResponse answer = TunnelFixture.on(from, () -> tunnel.relay(request));
                Objects.requireNonNull(answer.body())
                        .exceptionHandler(told::add)
                        .handler(piece -> {
                            pieces.incrementAndGet();
                            piece.release();
                        });
            }
            Eventually.holds(() -> tunnel.inFlight() == 0);
            gone.complete();
            for (int i = 0; i < 20; i++) {
                assertThat(((RelayFailure) TunnelFixture.next(told)).reason()).isEqualTo(FailureReason.ABANDONED);
            }
        }
        assertThat(ends.exchange(tunnel, TunnelFixture.get("/next"), ends.gatewayLoop)
                        .bytes())
                .isEqualTo(2L * CHUNK);
        assertThat(pieces).hasValue(0);
    }

    /** The rest of the upload waits for a window that nobody opens any more. */
    @Test
    void endsAnExchangeWhoseResponseIsCompleteBeforeTheRequestIsRead() throws Exception {
        Tunnel tunnel = ends.connect(
                TunnelFixture.SHORT_TIMEOUTS,
                request -> Future.succeededFuture(new RelayResponse(
                        200, "OK", HttpHeaders.headers(), TunnelFixture.ControlledBody.of(ends.vertx, 1))));
        for (Context from : List.of(ends.gatewayLoop, ends.connectionPointLoop)) {
            assertThat(ends.exchange(
                                    tunnel,
                                    TunnelFixture.post("/early", TunnelFixture.ControlledBody.of(ends.vertx, 8)),
                                    from)
                            .bytes())
                    .isEqualTo(CHUNK);
        }
        Eventually.holds(() -> tunnel.inFlight() == 0);
    }

    @Test
    void doesNotDeadlockWithManyLargeBodiesBothWaysAtOnce() throws Exception {
        Tunnel tunnel = ends.connect(
                TunnelFixture.MANY_EXCHANGES,
                request -> Future.succeededFuture(new RelayResponse(200, "OK", HttpHeaders.headers(), request.body())));
        List<Future<TunnelFixture.Answer>> all = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            Promise<TunnelFixture.Answer> done = Promise.promise();
            (i % 2 == 0 ? ends.gatewayLoop : ends.connectionPointLoop).runOnContext(go -> tunnel.relay(
                            TunnelFixture.post("/echo", TunnelFixture.ControlledBody.of(ends.vertx, 30)))
                    .compose(TunnelFixture::collect)
                    .onComplete(done));
            all.add(done.future());
        }
        for (Future<TunnelFixture.Answer> answer : all) {
            assertThat(TunnelFixture.await(answer).bytes()).isEqualTo(30L * CHUNK);
        }
    }

    @Test
    void cancelsTheExchangeAtTheConnectionPointWhenTheRequesterDisconnects() throws Exception {
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        Tunnel tunnel = ends.connect(TunnelFixture.SHORT_TIMEOUTS, request -> {
            request.abandoned().onSuccess(gone -> seen.add("abandoned " + request.target()));
            seen.add("begun");
            return Promise.<RelayResponse>promise().future();
        });
        Promise<Void> gone = Promise.promise();
        Promise<RelayResponse> answer = Promise.promise();
        ends.connectionPointLoop.runOnContext(
                go -> tunnel.relay(new RelayRequest("GET", "/slow", HttpHeaders.headers(), null, gone.future()))
                        .onComplete(answer));
        assertThat(TunnelFixture.next(seen)).isEqualTo("begun");

        gone.complete();

        assertThat(TunnelFixture.next(seen)).isEqualTo("abandoned /slow");
        assertThat(reasonOf(catchThrowable(() -> TunnelFixture.await(answer.future()))))
                .isEqualTo(FailureReason.ABANDONED);
        assertThat(tunnel.inFlight()).isZero();
    }

    /** As fast as it goes, and far more than Netty would take from a stranger (200 in 30 s). */
    @Test
    void survivesManyCancelsWithoutLeaks() throws Exception {
        AtomicInteger atThePoint = new AtomicInteger();
        Consumer<TunnelFixture.ControlledBody> flowing = tap -> tap.give(Buffer.buffer("and so on"));
        Tunnel tunnel = ends.connect(TunnelFixture.SHORT_TIMEOUTS, request -> {
            if (request.body() == null) {
                atThePoint.incrementAndGet();
            }
            request.abandoned().onSuccess(gone -> atThePoint.decrementAndGet());
            if (request.target().equals("/waits")) {
                return Promise.<RelayResponse>promise().future();
            }
            return Future.succeededFuture(new RelayResponse(
                    200,
                    "OK",
                    HttpHeaders.headers(),
                    request.target().equals("/flows") ? new TunnelFixture.ControlledBody(flowing) : request.body()));
        });
        CountDownLatch left = new CountDownLatch(CANCELS);
        for (Context from : List.of(ends.gatewayLoop, ends.connectionPointLoop)) {
            for (int worker = 0; worker < 16; worker++) {
                from.runOnContext(go -> cancelAgain(tunnel, left));
            }
        }

        assertThat(left.await(120 + CANCELS / 500, TimeUnit.SECONDS)).isTrue();
        assertThat(ends.exchange(
                                tunnel,
                                TunnelFixture.post("/last", TunnelFixture.ControlledBody.of(ends.vertx, 1)),
                                ends.gatewayLoop)
                        .status())
                .isEqualTo(200);
        Eventually.holds(() -> atThePoint.get() == 0 && tunnel.inFlight() == 0);
        assertThat(ends.gateway.down).isEmpty();
    }

    /** Begins an exchange and gives it up: half of them while they wait for an answer, half in the middle of one; then the next. */
    private void cancelAgain(Tunnel tunnel, CountDownLatch left) {
        long number = left.getCount();
        if (number == 0) {
            return;
        }
        left.countDown();
        Promise<Void> gone = Promise.promise();
        boolean waits = number % 2 == 0;
        tunnel.relay(new RelayRequest("GET", waits ? "/waits" : "/flows", HttpHeaders.headers(), null, gone.future()))
                .onSuccess(answer -> {
                    if (answer.body() != null) {
                        answer.body()
                                .exceptionHandler(broken -> cancelAgain(tunnel, left))
                                .resume();
                    }
                    gone.complete();
                })
                .onFailure(cancelled -> cancelAgain(tunnel, left));
        if (waits) {
            ends.vertx.runOnContext(later -> gone.complete());
        }
    }

    /** Nobody reads it any more: asking for more of it would fill the memory of whoever sends it. */
    @Test
    void doesNotResumeABodyWhoseStreamWasReset() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        Buffer chunk = Buffer.buffer(new byte[CHUNK]);
        TunnelFixture.ControlledBody upload = new TunnelFixture.ControlledBody(tap -> {
            if (requests.incrementAndGet() == 1) {
                while (!tap.paused) {
                    tap.give(chunk);
                }
            }
        });
        BlockingQueue<String> begun = new LinkedBlockingQueue<>();
        Tunnel tunnel = ends.connect(TunnelFixture.SHORT_TIMEOUTS, request -> {
            begun.add(request.target());
            return Promise.<RelayResponse>promise().future();
        });
        Promise<Void> gone = Promise.promise();
        Promise<RelayResponse> answer = Promise.promise();
        ends.gatewayLoop.runOnContext(
                go -> tunnel.relay(new RelayRequest("POST", "/x", HttpHeaders.headers(), upload, gone.future()))
                        .onComplete(answer));
        assertThat(TunnelFixture.next(begun)).isEqualTo("/x");
        assertThat(upload.paused).isTrue();

        gone.complete();

        assertThat(reasonOf(catchThrowable(() -> TunnelFixture.await(answer.future()))))
                .isEqualTo(FailureReason.ABANDONED);
        assertThat(requests).hasValue(1);
        assertThat(upload.paused).isTrue();
    }

    @Test
    void refusesExchangesOverTheLimitAsSafeToRetry() throws Exception {
        BlockingQueue<String> begun = new LinkedBlockingQueue<>();
        Tunnel tunnel = ends.connect(TunnelFixture.SHORT_TIMEOUTS, request -> {
            begun.add(request.target());
            return Promise.<RelayResponse>promise().future();
        });
        List<Promise<Void>> waiting = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            Promise<Void> gone = Promise.promise();
            waiting.add(gone);
            ends.gatewayLoop.runOnContext(
                    go -> tunnel.relay(new RelayRequest("GET", "/slow", HttpHeaders.headers(), null, gone.future()))
                            .onComplete(ignored -> {}));
        }

        for (int i = 0; i < 64; i++) {
            assertThat(TunnelFixture.next(begun)).isEqualTo("/slow");
        }

        RelayFailure failure = failureOf(tunnel, TunnelFixture.get("/one-more"));

        assertThat(failure.reason()).isEqualTo(FailureReason.OVER_LIMIT);
        assertThat(begun).isEmpty();
        assertThat(failure.reason().safeToRetry()).isTrue();
        waiting.forEach(Promise::complete);
    }

    // ------------------------------------------------------------------ life of a connection

    @Test
    void deliversTheSiteConfigurationAndReportsTheResult() throws Exception {
        TunnelServer server = ends.listen(TunnelFixture.SHORT_TIMEOUTS);
        TunnelDialer dialer = ends.dial(
                server.port(),
                ends.connectionPointTls,
                TunnelFixture.SHORT_TIMEOUTS,
                TunnelFixture.hello(1),
                refusing());
        dialer.publish(7, Buffer.buffer("{\"version\":7}"));

        assertThat(TunnelFixture.next(ends.gateway.sites)).isEqualTo("7 {\"version\":7}");
        assertThat(TunnelFixture.next(ends.dialling.applied)).isEqualTo("7 7 ");

        ends.gateway.problem = "role 1 twice";
        dialer.publish(8, Buffer.buffer("{}"));
        assertThat(TunnelFixture.next(ends.dialling.applied)).isEqualTo("8 0 role 1 twice");
    }

    @Test
    void appliesOneSiteConfigurationAfterTheOtherAndOfThoseThatWaitOnlyTheNewest() throws Exception {
        Promise<Void> firstIsApplied = Promise.promise();
        ends.gateway.ready = firstIsApplied.future();
        TunnelServer server = ends.listen(TunnelFixture.SHORT_TIMEOUTS);
        TunnelDialer dialer = ends.dial(
                server.port(),
                ends.connectionPointTls,
                TunnelFixture.SHORT_TIMEOUTS,
                TunnelFixture.hello(1),
                request -> Future.succeededFuture(new RelayResponse(200, "", HttpHeaders.headers(), null)));
        dialer.publish(1, Buffer.buffer("{}"));
        assertThat(TunnelFixture.next(ends.gateway.sites)).isEqualTo("1 {}");
        dialer.publish(2, Buffer.buffer("{}"));
        dialer.publish(3, Buffer.buffer("{}"));
        // A loop reads sockets before it runs tasks, so the first response may overtake the configurations. The second
        // one cannot.
        Tunnel tunnel = TunnelFixture.next(ends.gateway.up);
        for (int i = 0; i < 2; i++) {
            assertThat(ends.exchange(tunnel, TunnelFixture.get("/"), ends.gatewayLoop)
                            .status())
                    .isEqualTo(200);
        }
        assertThat(ends.gateway.sites).isEmpty();

        firstIsApplied.complete();

        assertThat(TunnelFixture.next(ends.gateway.sites)).isEqualTo("3 {}");
        assertThat(TunnelFixture.next(ends.dialling.applied)).isEqualTo("1 1 ");
        assertThat(TunnelFixture.next(ends.dialling.applied)).isEqualTo("3 3 ");
        assertThat(ends.gateway.sites).isEmpty();
    }

    @Test
    void tellsTheGatewayWhichSitesTheCertificateNames() throws Exception {
        Tunnel ignored = ends.connect(TunnelFixture.SHORT_TIMEOUTS, refusing());

        assertThat(ends.gateway.certifiedSites).containsExactly("LAB");
    }

    @Test
    void refusesAConnectionPointWhoseCertificateNamesAnotherId() throws Exception {
        TunnelServer server = ends.listen(TunnelFixture.SHORT_TIMEOUTS);
        TunnelTls clientOfTheSameAuthority = ends.tls(CertificateRequest.client("PC01.corp.example"), "pc01");
        TunnelDialer ignored = ends.dial(
                server.port(),
                clientOfTheSameAuthority,
                TunnelFixture.SHORT_TIMEOUTS,
                TunnelFixture.hello(1),
                refusing());

        assertThat(TunnelFixture.next(ends.dialling.failed))
                .contains("refuses this connection point")
                .contains("urn:uuid");
        assertThat(ends.gateway.up).isEmpty();
    }

    @Test
    void tellsARefusedConnectionPointTheReason() throws Exception {
        ends.gateway.objection = "another one with this id is up";
        TunnelServer server = ends.listen(TunnelFixture.SHORT_TIMEOUTS);
        TunnelDialer ignored = ends.dial(
                server.port(),
                ends.connectionPointTls,
                TunnelFixture.SHORT_TIMEOUTS,
                TunnelFixture.hello(1),
                refusing());

        assertThat(TunnelFixture.next(ends.dialling.failed))
                .isEqualTo("hello: the gateway refuses this connection point: another one with this id is up");
        assertThat(ends.gateway.up).isEmpty();
    }

    @Test
    void limitsAcceptedConnectionsPerSecond() throws Exception {
        TunnelLimits two = new TunnelLimits(
                64,
                65_535,
                64 << 10,
                Duration.ofSeconds(1),
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                Duration.ofSeconds(2),
                2);
        TunnelServer server = ends.listen(two);
        for (int epoch = 1; epoch <= 3; epoch++) {
            TunnelDialer ignored =
                    ends.dial(server.port(), ends.connectionPointTls, two, TunnelFixture.hello(epoch), refusing());
        }

        assertThat(TunnelFixture.next(ends.dialling.failed))
                .isEqualTo(
                        "hello: closed by the other end: more than 2 tunnel connections came within a second, more than"
                                + " this gateway takes; come again later");
        assertThat(List.of(
                        TunnelFixture.next(ends.gateway.up),
                        TunnelFixture.next(ends.gateway.up),
                        TunnelFixture.next(ends.gateway.up)))
                .extracting(tunnel -> tunnel.peer().epoch())
                .containsExactlyInAnyOrder(1L, 2L, 3L);
    }

    @Test
    void refusesACertificateOfAnotherAuthority() throws Exception {
        TunnelServer server = ends.listen(TunnelFixture.SHORT_TIMEOUTS);
        TunnelFixture strangers =
                new TunnelFixture(java.nio.file.Files.createDirectory(directory.resolve("strangers")));
        try {
            TunnelDialer ignored = ends.dial(
                    server.port(),
                    strangers.connectionPointTls,
                    TunnelFixture.SHORT_TIMEOUTS,
                    TunnelFixture.hello(1),
                    refusing());

            assertThat(TunnelFixture.next(ends.dialling.failed)).startsWith("TCP or TLS: ");
            assertThat(ends.gateway.up).isEmpty();
        } finally {
            strangers.close();
        }
    }

    @Test
    void reconnectsAfterTheGatewayWasLostAndSendsTheSiteConfigurationAgain() throws Exception {
        TunnelServer first = ends.listen(TunnelFixture.SHORT_TIMEOUTS);
        int port = first.port();
        TunnelDialer dialer = ends.dial(
                port, ends.connectionPointTls, TunnelFixture.SHORT_TIMEOUTS, TunnelFixture.hello(1), echoing());
        dialer.publish(3, Buffer.buffer("site"));
        Tunnel before = TunnelFixture.next(ends.gateway.up);
        assertThat(TunnelFixture.next(ends.gateway.sites)).isEqualTo("3 site");

        TunnelFixture.await(first.close());

        assertThat(TunnelFixture.next(ends.dialling.down)).contains("drains");
        assertThat(before.isAccepting()).isFalse();
        TunnelServer second = TunnelFixture.on(
                ends.gatewayLoop,
                () -> TunnelServer.listen(
                        ends.vertx,
                        "127.0.0.1",
                        port,
                        ends.gatewayTls,
                        TunnelFixture.SHORT_TIMEOUTS,
                        "gw-2",
                        ends.gateway));
        Tunnel after = TunnelFixture.next(ends.gateway.up);
        assertThat(TunnelFixture.next(ends.gateway.sites)).isEqualTo("3 site");
        assertThat(ends.exchange(after, TunnelFixture.get("/x"), ends.gatewayLoop)
                        .status())
                .isEqualTo(200);
        TunnelFixture.await(dialer.close());
        TunnelFixture.await(second.close());
    }

    @Test
    void finishesExchangesInFlightWhenTheConnectionPointStops() throws Exception {
        Promise<RelayResponse> answer = Promise.promise();
        BlockingQueue<String> begun = new LinkedBlockingQueue<>();
        TunnelServer server = ends.listen(TunnelFixture.SHORT_TIMEOUTS);
        TunnelDialer dialer = ends.dial(
                server.port(),
                ends.connectionPointTls,
                TunnelFixture.SHORT_TIMEOUTS,
                TunnelFixture.hello(1),
                request -> {
                    begun.add(request.target());
                    return answer.future();
                });
        Tunnel tunnel = TunnelFixture.next(ends.gateway.up);
        Promise<TunnelFixture.Answer> got = Promise.promise();
        ends.gatewayLoop.runOnContext(go -> tunnel.relay(TunnelFixture.get("/slow"))
                .compose(TunnelFixture::collect)
                .onComplete(got));
        assertThat(TunnelFixture.next(begun)).isEqualTo("/slow");

        Future<Void> closed = dialer.close();
        assertThat(TunnelFixture.next(ends.gateway.down)).contains("drains");
        assertThat(failureOf(tunnel, TunnelFixture.get("/late")).reason()).isEqualTo(FailureReason.NOT_SENT);
        answer.complete(
                new RelayResponse(200, "OK", HttpHeaders.headers(), TunnelFixture.ControlledBody.of(ends.vertx, 10)));

        assertThat(TunnelFixture.await(got.future()).bytes()).isEqualTo(10L * CHUNK);
        TunnelFixture.await(closed);
    }

    @Test
    void dialsAddedGatewaysAndDrainsRemovedOnes() throws Exception {
        TunnelServer first = ends.listen(TunnelFixture.SHORT_TIMEOUTS);
        TunnelServer second = ends.listen(TunnelFixture.SHORT_TIMEOUTS);
        TunnelDialer dialer = ends.dial(
                first.port(), ends.connectionPointTls, TunnelFixture.SHORT_TIMEOUTS, TunnelFixture.hello(1), echoing());
        dialer.publish(4, Buffer.buffer("site"));
        Tunnel before = TunnelFixture.next(ends.gateway.up);
        assertThat(TunnelFixture.next(ends.gateway.sites)).isEqualTo("4 site");

        dialer.retarget(List.of(new TunnelTarget("127.0.0.1", second.port(), "127.0.0.1")));

        Tunnel after = TunnelFixture.next(ends.gateway.up);
        assertThat(TunnelFixture.next(ends.gateway.sites)).isEqualTo("4 site");
        assertThat(TunnelFixture.next(ends.gateway.down)).contains("drains");
        assertThat(before.isAccepting()).isFalse();
        assertThat(ends.exchange(after, TunnelFixture.get("/x"), ends.gatewayLoop)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void usesReloadedFilesForNewConnections() throws Exception {
        TunnelServer server = ends.listen(TunnelFixture.SHORT_TIMEOUTS);
        TunnelDialer dialer = ends.dial(
                server.port(),
                ends.connectionPointTls,
                TunnelFixture.SHORT_TIMEOUTS,
                TunnelFixture.hello(1),
                echoing());
        Tunnel before = TunnelFixture.next(ends.gateway.up);
        CertificateAuthority other = CertificateAuthority.root("Next Tunnel CA", CaEnvironment.forTests());
        Pem.writeCertificates(ends.gatewayTls.trustFile(), List.of(other.certificate()));
        Credential gateway = other.issue(CertificateRequest.tunnel("127.0.0.1")).write(directory, "gateway");
        Credential point = other.issue(CertificateRequest.connectionPoint(TunnelFixture.CONNECTION_POINT, "LAB"))
                .write(directory, "connection-point");
        assertThat(List.of(gateway.certFile(), point.certFile()))
                .containsExactly(ends.gatewayTls.certificateFile(), ends.connectionPointTls.certificateFile());

        assertThat(TunnelFixture.await(server.renew())).isTrue();
        assertThat(ends.exchange(before, TunnelFixture.get("/x"), ends.gatewayLoop)
                        .status())
                .as("what is up goes on")
                .isEqualTo(200);
        before.retire("so that it dials again");
        assertThat(TunnelFixture.next(ends.dialling.failed)).startsWith("TCP or TLS: ");
        assertThat(TunnelFixture.await(dialer.renew())).isTrue();

        assertThat(ends.exchange(TunnelFixture.next(ends.gateway.up), TunnelFixture.get("/x"), ends.gatewayLoop)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void reportsTheLastFailureOnBothSides() throws Exception {
        TunnelServer server = ends.listen(TunnelFixture.SHORT_TIMEOUTS);
        TunnelDialer dialer = ends.dial(
                server.port(),
                ends.connectionPointTls,
                TunnelFixture.SHORT_TIMEOUTS,
                TunnelFixture.hello(1),
                refusing());
        Tunnel tunnel = TunnelFixture.next(ends.gateway.up);
        assertThat(tunnel.status().lastError()).isEmpty();

        assertThat(failureOf(tunnel, TunnelFixture.get("/x")).reason()).isEqualTo(FailureReason.ROLE_UNKNOWN);

        assertThat(tunnel.status().lastError()).isEqualTo("role_unknown: no role in this test");
        DialStatus dialled = dialer.status().get(0);
        assertThat(dialled.up()).isTrue();
        assertThat(dialled.isFirstAttemptPending()).isFalse();
        assertThat(java.util.Objects.requireNonNull(dialled.connection()).lastError())
                .isEqualTo("role_unknown: no role in this test");
    }

    @Test
    void measuresTheRoundTripAndCountsTraffic() throws Exception {
        Tunnel tunnel = ends.connect(TunnelFixture.SHORT_TIMEOUTS, echoing());
        assertThat(ends.exchange(
                                tunnel,
                                TunnelFixture.post("/x", TunnelFixture.ControlledBody.of(ends.vertx, 4)),
                                ends.gatewayLoop)
                        .bytes())
                .isEqualTo(4L * CHUNK);
        Eventually.holds(() -> tunnel.status().roundTrip() != null);
        TunnelStatus status = tunnel.status();
        assertThat(status.exchanges()).isEqualTo(1);
        assertThat(status.bytesIn()).isEqualTo(4L * CHUNK);
        assertThat(status.bytesOut()).isEqualTo(4L * CHUNK);
        assertThat(status.hello()).isEqualTo(TunnelFixture.hello(1));
    }

    // ------------------------------------------------------------------

    private static Relay refusing() {
        return request -> Future.failedFuture(new RelayFailure(FailureReason.ROLE_UNKNOWN, "no role in this test"));
    }

    private static Relay echoing() {
        return request -> Future.succeededFuture(new RelayResponse(200, "OK", HttpHeaders.headers(), request.body()));
    }

    private RelayFailure failureOf(Tunnel tunnel, RelayRequest request) {
        return relayFailure(catchThrowable(() -> ends.exchange(tunnel, request, ends.gatewayLoop)));
    }

    private static FailureReason reasonOf(Throwable thrown) {
        return relayFailure(thrown).reason();
    }

    private static RelayFailure relayFailure(Throwable thrown) {
        if (thrown instanceof ExecutionException wrapped && wrapped.getCause() instanceof RelayFailure failure) {
            return failure;
        }
        throw new AssertionError("no RelayFailure, but " + thrown, thrown);
    }
}
