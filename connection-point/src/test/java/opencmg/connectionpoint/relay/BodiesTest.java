package opencmg.connectionpoint.relay;

import static opencmg.connectionpoint.relay.Inside.await;
import static opencmg.connectionpoint.relay.Inside.get;
import static opencmg.connectionpoint.relay.Inside.request;
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

/** Bodies, both ways: streamed under pressure, broken off, abandoned. */
class BodiesTest {

    private static final int PIECES = 1280;
    private static final long TWENTY_MEGABYTES = (long) PIECES * Pouring.PIECE;
    /** Sockets of both kernels' sides, one pipe and one queue of the client: far below the whole. */
    private static final long IN_BETWEEN = 12L << 20;

    private final Promise<Void> abandoned = Promise.promise();
    private Inside inside;

    @BeforeEach
    void open() throws Exception {
        inside = new Inside(Inside.FEW);
    }

    @AfterEach
    void close() throws Exception {
        inside.close();
    }

    private void http(Handler<HttpServerRequest> handler) throws Exception {
        var server =
                await(inside.vertx.createHttpServer().requestHandler(handler).listen(0, "127.0.0.1"));
        inside.serverAt("http://127.0.0.1:" + server.actualPort());
    }

    private void raw(Handler<NetSocket> handler) throws Exception {
        var server =
                await(inside.vertx.createNetServer().connectHandler(handler).listen(0, "127.0.0.1"));
        inside.serverAt("http://127.0.0.1:" + server.actualPort());
    }

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        T taken = queue.poll(20, TimeUnit.SECONDS);
        assertThat(taken).as("something within 20 s").isNotNull();
        return taken;
    }

    /** Another one as large, which begins later on the same loop and is read, is whole before: without pressure so were the first. */
    @Test
    void takesNoMoreOfAnUploadThanTheServerInsideReads() throws Exception {
        BlockingQueue<HttpServerRequest> arrived = new LinkedBlockingQueue<>();
        http(request -> {
            request.pause();
            AtomicLong read = new AtomicLong();
            request.handler(bytes -> read.addAndGet(bytes.length()));
            request.endHandler(end -> request.response().end("got " + read).onFailure(Throwable::printStackTrace));
            arrived.add(request);
        });
        Pouring upload = Pouring.pieces(inside.loop, PIECES);
        Future<Inside.Answer> answered = upload("/SMS_MP/up", upload);
        HttpServerRequest stalled = next(arrived);

        Future<Inside.Answer> other = upload("/SMS_MP/other", Pouring.pieces(inside.loop, PIECES));
        next(arrived).resume();
        assertThat(await(other).body()).hasToString("got " + TWENTY_MEGABYTES);
        assertThat(upload.poured.get()).isPositive().isLessThan(IN_BETWEEN);
        stalled.resume();
        assertThat(await(answered).body()).hasToString("got " + TWENTY_MEGABYTES);
    }

    private Future<Inside.Answer> upload(String tail, Pouring body) {
        return inside.ask(request("BITS_POST", tail, HttpHeaders.headers(), body));
    }

    /** Another one as large, which begins later on the same loop and is read, is whole before: without pressure so were the first. */
    @ParameterizedTest
    @ValueSource(strings = {"keep-alive", "close"})
    void asksForNoMoreOfADownloadThanTheTunnelTakes(String connection) throws Exception {
        BlockingQueue<Pouring> files = new LinkedBlockingQueue<>();
        http(request -> {
            request.response()
                    .putHeader("content-length", String.valueOf(TWENTY_MEGABYTES))
                    .putHeader("connection", connection);
            Pouring file = Pouring.pieces(inside.vertx.getOrCreateContext(), PIECES);
            file.into(request.response());
            files.add(file);
        });

        RelayResponse response = inside.head(get("/SMS_MP/down"));

        assertThat(response.headers().get("content-length")).isEqualTo(String.valueOf(TWENTY_MEGABYTES));
        Pouring unread = next(files);
        assertThat(inside.exchange(get("/SMS_MP/other")).body().length()).isEqualTo((int) TWENTY_MEGABYTES);
        assertThat(unread.poured.get()).isPositive().isLessThan(IN_BETWEEN);
        Inside.Answer whole = inside.on(() -> inside.collect(response));
        assertThat(whole.body().length()).isEqualTo((int) TWENTY_MEGABYTES);
        assertThat(inside.slots.inFlight()).isZero();
    }

    @Test
    void abortsTheRequestInsideWhenTheRequesterHasGoneBeforeTheAnswer() throws Exception {
        BlockingQueue<String> cut = new LinkedBlockingQueue<>();
        BlockingQueue<String> arrived = new LinkedBlockingQueue<>();
        http(request -> {
            request.connection().closeHandler(closed -> cut.add("closed"));
            arrived.add(request.path());
        });

        Promise<RelayResponse> answered = Promise.promise();
        inside.loop.runOnContext(
                go -> inside.start(request("GET", "/SMS_MP/long-poll", HttpHeaders.headers(), null, abandoned.future()))
                        .onComplete(answered));
        assertThat(next(arrived)).isEqualTo("/SMS_MP/long-poll");
        inside.loop.runOnContext(go -> abandoned.complete());

        assertThat(next(cut)).isEqualTo("closed");
        assertThat(Inside.failureOf(answered.future()).reason()).isEqualTo(FailureReason.ABANDONED);
        assertThat(inside.slots.inFlight()).isZero();
    }

    @Test
    void abortsTheRequestInsideWhenTheRequesterHasGoneInTheMiddleOfTheAnswer() throws Exception {
        BlockingQueue<String> cut = new LinkedBlockingQueue<>();
        http(request -> {
            request.connection().closeHandler(closed -> cut.add("closed"));
            request.response().setChunked(true).write("begun").onFailure(Throwable::printStackTrace);
        });

        RelayResponse begun =
                inside.head(request("GET", "/SMS_MP/endless", HttpHeaders.headers(), null, abandoned.future()));
        assertThat(begun.status()).isEqualTo(200);
        inside.loop.runOnContext(go -> abandoned.complete());

        assertThat(next(cut)).isEqualTo("closed");
        assertThat(inside.slots.inFlight()).isZero();
    }

    @Test
    void abortsTheRequestInsideWhenItsBodyBreaksOff() throws Exception {
        BlockingQueue<String> cut = new LinkedBlockingQueue<>();
        BlockingQueue<HttpServerRequest> arrived = new LinkedBlockingQueue<>();
        http(request -> {
            request.pause();
            request.connection().closeHandler(closed -> cut.add("closed"));
            arrived.add(request);
        });
        Pouring upload = Pouring.pieces(inside.loop, PIECES);

        Promise<RelayResponse> answered = Promise.promise();
        inside.loop.runOnContext(
                go -> inside.start(request("CCM_POST", "/ccm_system/request", HttpHeaders.headers(), upload))
                        .onComplete(answered));
        HttpServerRequest half = next(arrived);
        upload.breakOff(new RelayFailure(FailureReason.ABANDONED, "gone"));
        assertThat(Inside.failureOf(answered.future()).reason()).isEqualTo(FailureReason.ABANDONED);
        half.resume();

        assertThat(next(cut)).isEqualTo("closed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n"
            })
    void failsTheBodyWhenTheServerInsideBreaksOff(String half) throws Exception {
        raw(socket -> socket.handler(request -> socket.end(Buffer.buffer(half)).onFailure(Throwable::printStackTrace)));

        RelayFailure failure = inside.failure(get("/SMS_MP/x"));

        assertThat(failure.reason()).isEqualTo(FailureReason.UPSTREAM_LOST);
        assertThat(failure.detail()).contains("read the answer");
        assertThat(inside.slots.inFlight()).isZero();
    }

    @Test
    void tellsAReaderThatComesLaterThatTheBodyBrokeOff() throws Exception {
        BlockingQueue<NetSocket> open = new LinkedBlockingQueue<>();
        raw(socket -> socket.handler(request -> {
            socket.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n").onFailure(Throwable::printStackTrace);
            open.add(socket);
        }));

        RelayResponse head = inside.head(get("/SMS_MP/x"));
        await(next(open).close());
        Eventually.holds(() -> inside.slots.inFlight() == 0);

        assertThat(Inside.failureOf(inside.on(() -> Future.succeededFuture(inside.collect(head))))
                        .reason())
                .isEqualTo(FailureReason.UPSTREAM_LOST);
    }

    @Test
    void endsAnAnswerThatFallsSilentButWaitsForASlowReader() throws Exception {
        inside.close();
        inside = new Inside(Inside.IMPATIENT);
        http(request -> request.response().setChunked(true).write("begun").onFailure(Throwable::printStackTrace));

        RelayResponse slow = inside.head(get("/SMS_MP/x"));
        RelayFailure ofWhoWaits = inside.failure(get("/SMS_MP/x"));
        assertThat(ofWhoWaits.reason()).isEqualTo(FailureReason.UPSTREAM_DEADLINE);
        assertThat(ofWhoWaits.detail()).contains("read the answer");
        assertThat(inside.slots.inFlight()).as("nobody reads, so nobody waits").isEqualTo(1);

        RelayFailure failure = Inside.failureOf(inside.on(() -> Future.succeededFuture(inside.collect(slow))));
        assertThat(failure.reason()).isEqualTo(FailureReason.UPSTREAM_DEADLINE);
    }

    @Test
    void passesOnAnAnswerThatComesBeforeTheRequestIsWhole() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            inside.serverAt("http://127.0.0.1:" + server.getLocalPort());
            Future<Inside.Answer> answered = upload("/SMS_MP/up", Pouring.pieces(inside.loop, PIECES));
            try (Socket hasty = server.accept()) {
                assertThat(hasty.getInputStream().read()).isEqualTo('B');
                hasty.getOutputStream()
                        .write("HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\n\r\nbig"
                                .getBytes(StandardCharsets.US_ASCII));

                assertThat(await(answered).status()).isEqualTo(413);
                assertThat(await(answered).body()).hasToString("big");
            }
        }
        assertThat(inside.slots.inFlight()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"3", "9"})
    void breaksOffARequestWhoseBodyIsNotAsLongAsAnnounced(String announced) throws Exception {
        BlockingQueue<String> whole = new LinkedBlockingQueue<>();
        BlockingQueue<String> cut = new LinkedBlockingQueue<>();
        http(request -> {
            request.connection().closeHandler(closed -> cut.add("closed"));
            request.body().onSuccess(body -> whole.add(body.toString())).onFailure(broken -> cut.add("broken"));
        });
        MultiMap headers = HttpHeaders.headers().add("content-length", announced);

        RelayFailure failure =
                inside.failure(request("CCM_POST", "/ccm_system/request", headers, Pouring.text(inside.loop, "hello")));

        assertThat(failure.reason()).isEqualTo(FailureReason.BROKEN_OFF);
        assertThat(failure.detail()).contains("Content-Length says " + announced);
        assertThat(next(cut)).isNotNull();
        assertThat(whole).isEmpty();
    }
}
