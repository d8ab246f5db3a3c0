package opencmg.connectionpoint.relay;

import static opencmg.connectionpoint.relay.RelayFixture.await;
import static opencmg.connectionpoint.relay.RelayFixture.get;
import static opencmg.connectionpoint.relay.RelayFixture.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.NetSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import opencmg.tunnel.FailureReason;
import opencmg.tunnel.RelayFailure;
import opencmg.tunnel.RelayResponse;
import opencmg.tunnel.eventually.Eventually;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies in both directions: streamed with back-pressure, aborted, abandoned. */
class BodyStreamingTest {

    private static final int PIECES = 1280;
    private static final long TWENTY_MEGABYTES = (long) PIECES * ChunkSource.CHUNK_BYTES;
    /** Socket buffers on both sides, one pipe and one queue of the client: far less than the whole body. */
    private static final long IN_BETWEEN = 12L << 20;

    private final Promise<Void> abandoned = Promise.promise();
    private RelayFixture fixture;

    @BeforeEach
    void open() throws Exception {
        fixture = new RelayFixture(RelayFixture.FOUR_EXCHANGES);
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    private void http(Handler<HttpServerRequest> handler) throws Exception {
        var server =
                await(fixture.vertx.createHttpServer().requestHandler(handler).listen(0, "127.0.0.1"));
        fixture.upstreamAt("http://127.0.0.1:" + server.actualPort());
    }

    private void raw(Handler<NetSocket> handler) throws Exception {
        var server =
                await(fixture.vertx.createNetServer().connectHandler(handler).listen(0, "127.0.0.1"));
        fixture.upstreamAt("http://127.0.0.1:" + server.actualPort());
    }

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        T taken = queue.poll(20, TimeUnit.SECONDS);
        assertThat(taken).as("something within 20 s").isNotNull();
        return taken;
    }

    /** A second body of the same size that starts later on the same loop completes first: without back-pressure the first would have completed too. */
    @Test
    void readsNoMoreOfAnUploadThanTheUpstreamAccepts() throws Exception {
        BlockingQueue<HttpServerRequest> arrived = new LinkedBlockingQueue<>();
        http(request -> {
            request.pause();
            AtomicLong read = new AtomicLong();
            request.handler(bytes -> read.addAndGet(bytes.length()));
            request.endHandler(end -> request.response().end("got " + read).onFailure(Throwable::printStackTrace));
            arrived.add(request);
        });
        ChunkSource upload = ChunkSource.chunks(fixture.loop, PIECES);
        Future<RelayFixture.Response> answered = upload("/SMS_MP/up", upload);
        HttpServerRequest stalled = next(arrived);

        Future<RelayFixture.Response> other = upload("/SMS_MP/other", ChunkSource.chunks(fixture.loop, PIECES));
        next(arrived).resume();
        assertThat(await(other).body()).hasToString("got " + TWENTY_MEGABYTES);
        assertThat(upload.consumed.get()).isPositive().isLessThan(IN_BETWEEN);
        stalled.resume();
        assertThat(await(answered).body()).hasToString("got " + TWENTY_MEGABYTES);
    }

    private Future<RelayFixture.Response> upload(String tail, ChunkSource body) {
        return fixture.send(request("BITS_POST", tail, HttpHeaders.headers(), body));
    }

    /** A second body of the same size that starts later on the same loop completes first: without back-pressure the first would have completed too. */
    @ParameterizedTest
    @ValueSource(strings = {"keep-alive", "close"})
    void requestsNoMoreOfADownloadThanTheTunnelAccepts(String connection) throws Exception {
        BlockingQueue<ChunkSource> files = new LinkedBlockingQueue<>();
        http(request -> {
            request.response()
                    .putHeader("content-length", String.valueOf(TWENTY_MEGABYTES))
                    .putHeader("connection", connection);
            ChunkSource file = ChunkSource.chunks(fixture.vertx.getOrCreateContext(), PIECES);
            file.into(request.response());
            files.add(file);
        });

        RelayResponse response = fixture.head(get("/SMS_MP/down"));

        assertThat(response.headers().get("content-length")).isEqualTo(String.valueOf(TWENTY_MEGABYTES));
        ChunkSource unread = next(files);
        assertThat(fixture.exchange(get("/SMS_MP/other")).body().length()).isEqualTo((int) TWENTY_MEGABYTES);
        assertThat(unread.consumed.get()).isPositive().isLessThan(IN_BETWEEN);
        RelayFixture.Response whole = fixture.on(() -> fixture.collect(response));
        assertThat(whole.body().length()).isEqualTo((int) TWENTY_MEGABYTES);
        assertThat(fixture.slots.inFlight()).isZero();
    }

    @Test
    void abortsTheUpstreamRequestWhenTheClientLeavesBeforeTheResponse() throws Exception {
        BlockingQueue<String> cut = new LinkedBlockingQueue<>();
        BlockingQueue<String> arrived = new LinkedBlockingQueue<>();
        http(request -> {
            request.connection().closeHandler(closed -> cut.add("closed"));
            arrived.add(request.path());
        });

        Promise<RelayResponse> answered = Promise.promise();
        fixture.loop.runOnContext(go -> fixture.start(
                        request("GET", "/SMS_MP/long-poll", HttpHeaders.headers(), null, abandoned.future()))
                .onComplete(answered));
        assertThat(next(arrived)).isEqualTo("/SMS_MP/long-poll");
        fixture.loop.runOnContext(go -> abandoned.complete());

        assertThat(next(cut)).isEqualTo("closed");
        assertThat(RelayFixture.failureOf(answered.future()).reason()).isEqualTo(FailureReason.ABANDONED);
        assertThat(fixture.slots.inFlight()).isZero();
    }

    @Test
    void abortsTheUpstreamRequestWhenTheClientLeavesDuringTheResponse() throws Exception {
        BlockingQueue<String> cut = new LinkedBlockingQueue<>();
        http(request -> {
            request.connection().closeHandler(closed -> cut.add("closed"));
            request.response().setChunked(true).write("begun").onFailure(Throwable::printStackTrace);
        });

        RelayResponse begun =
                fixture.head(request("GET", "/SMS_MP/endless", HttpHeaders.headers(), null, abandoned.future()));
        assertThat(begun.status()).isEqualTo(200);
        fixture.loop.runOnContext(go -> abandoned.complete());

        assertThat(next(cut)).isEqualTo("closed");
        assertThat(fixture.slots.inFlight()).isZero();
    }

    @Test
    void abortsTheUpstreamRequestWhenItsBodyFails() throws Exception {
        BlockingQueue<String> cut = new LinkedBlockingQueue<>();
        BlockingQueue<HttpServerRequest> arrived = new LinkedBlockingQueue<>();
        http(request -> {
            request.pause();
            request.connection().closeHandler(closed -> cut.add("closed"));
            arrived.add(request);
        });
        ChunkSource upload = ChunkSource.chunks(fixture.loop, PIECES);

        Promise<RelayResponse> answered = Promise.promise();
        fixture.loop.runOnContext(
                go -> fixture.start(request("CCM_POST", "/ccm_system/request", HttpHeaders.headers(), upload))
                        .onComplete(answered));
        HttpServerRequest half = next(arrived);
        upload.fail(new RelayFailure(FailureReason.ABANDONED, "gone"));
        assertThat(RelayFixture.failureOf(answered.future()).reason()).isEqualTo(FailureReason.ABANDONED);
        half.resume();

        assertThat(next(cut)).isEqualTo("closed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n"
            })
    void failsTheBodyWhenTheUpstreamClosesEarly(String half) throws Exception {
        raw(socket -> socket.handler(request -> socket.end(Buffer.buffer(half)).onFailure(Throwable::printStackTrace)));

        RelayFailure failure = fixture.failure(get("/SMS_MP/x"));

        assertThat(failure.reason()).isEqualTo(FailureReason.UPSTREAM_LOST);
        assertThat(failure.detail()).contains("read the answer");
        assertThat(fixture.slots.inFlight()).isZero();
    }

    @Test
    void reportsABrokenBodyToALateReader() throws Exception {
        BlockingQueue<NetSocket> open = new LinkedBlockingQueue<>();
        raw(socket -> socket.handler(request -> {
            socket.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n").onFailure(Throwable::printStackTrace);
            open.add(socket);
        }));

        RelayResponse head = fixture.head(get("/SMS_MP/x"));
        await(next(open).close());
        Eventually.holds(() -> fixture.slots.inFlight() == 0);

        assertThat(RelayFixture.failureOf(fixture.on(() -> Future.succeededFuture(fixture.collect(head))))
                        .reason())
                .isEqualTo(FailureReason.UPSTREAM_LOST);
    }

    @Test
    void timesOutAnIdleResponseButNotASlowReader() throws Exception {
        fixture.close();
        fixture = new RelayFixture(RelayFixture.ONE_SECOND_IDLE);
        http(request -> request.response().setChunked(true).write("begun").onFailure(Throwable::printStackTrace));

        RelayResponse slow = fixture.head(get("/SMS_MP/x"));
        RelayFailure ofTheWaitingReader = fixture.failure(get("/SMS_MP/x"));
        assertThat(ofTheWaitingReader.reason()).isEqualTo(FailureReason.UPSTREAM_DEADLINE);
        assertThat(ofTheWaitingReader.detail()).contains("read the answer");
        assertThat(fixture.slots.inFlight()).as("without a reader nobody waits").isEqualTo(1);

        RelayFailure failure = RelayFixture.failureOf(fixture.on(() -> Future.succeededFuture(fixture.collect(slow))));
        assertThat(failure.reason()).isEqualTo(FailureReason.UPSTREAM_DEADLINE);
    }

    @Test
    void forwardsAResponseThatArrivesBeforeTheRequestIsComplete() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            fixture.upstreamAt("http://127.0.0.1:" + server.getLocalPort());
            Future<RelayFixture.Response> answered = upload("/SMS_MP/up", ChunkSource.chunks(fixture.loop, PIECES));
            try (Socket hasty = server.accept()) {
                assertThat(hasty.getInputStream().read()).isEqualTo('B');
                hasty.getOutputStream()
                        .write("HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\n\r\nbig"
                                .getBytes(StandardCharsets.US_ASCII));

                assertThat(await(answered).status()).isEqualTo(413);
                assertThat(await(answered).body()).hasToString("big");
            }
        }
        assertThat(fixture.slots.inFlight()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"3", "9"})
    void abortsARequestWhoseBodyDoesNotMatchItsContentLength(String announced) throws Exception {
        BlockingQueue<String> whole = new LinkedBlockingQueue<>();
        BlockingQueue<String> cut = new LinkedBlockingQueue<>();
        http(request -> {
            request.connection().closeHandler(closed -> cut.add("closed"));
            request.body().onSuccess(body -> whole.add(body.toString())).onFailure(broken -> cut.add("broken"));
        });
        MultiMap headers = HttpHeaders.headers().add("content-length", announced);

        RelayFailure failure = fixture.failure(
                request("CCM_POST", "/ccm_system/request", headers, ChunkSource.text(fixture.loop, "hello")));

        assertThat(failure.reason()).isEqualTo(FailureReason.BROKEN_OFF);
        assertThat(failure.detail()).contains("Content-Length says " + announced);
        assertThat(next(cut)).isNotNull();
        assertThat(whole).isEmpty();
    }
}
