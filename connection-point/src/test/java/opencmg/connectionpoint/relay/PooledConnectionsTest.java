package opencmg.connectionpoint.relay;

import static opencmg.connectionpoint.relay.RelayFixture.await;
import static opencmg.connectionpoint.relay.RelayFixture.get;
import static opencmg.connectionpoint.relay.RelayFixture.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.streams.ReadStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import opencmg.tunnel.FailureReason;
import opencmg.tunnel.RelayFailure;
import opencmg.tunnel.RelayResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which connections are reused, and how requests wait for one. */
class PooledConnectionsTest {

    /** Two connections, two queued requests, one second of keep-alive. */
    private static final RelayLimits TWO = new RelayLimits(100, 2, 2, 30, 30, 30, 1, 1, 0);

    private final Promise<Void> abandoned = Promise.promise();
    private RelayFixture fixture;
    private ScriptedServer server;

    @BeforeEach
    void open() throws Exception {
        fixture = new RelayFixture(RelayFixture.FOUR_EXCHANGES);
        server = new ScriptedServer(fixture);
    }

    private void reopen(RelayLimits limits) throws Exception {
        fixture.close();
        fixture = new RelayFixture(limits);
        server = new ScriptedServer(fixture);
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    @Test
    void completesABodyThatWasPausedInItsLastChunkWhenTheServerCloses() throws Exception {
        Promise<RelayResponse> head = Promise.promise();
        fixture.loop.runOnContext(go -> fixture.start(get("/SMS_MP/1")).onComplete(head));
        ScriptedServer.ReceivedRequest first = server.next();
        first.respond("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
        ReadStream<ByteBuf> body = Objects.requireNonNull(await(head.future()).body());
        Promise<String> whole = Promise.promise();
        Promise<Void> stopped = Promise.promise();
        StringBuilder read = new StringBuilder();
        fixture.loop.runOnContext(go -> body.exceptionHandler(whole::tryFail)
                .endHandler(end -> whole.tryComplete(read.toString()))
                .handler(piece -> {
                    read.append(piece.toString(StandardCharsets.US_ASCII));
                    piece.release();
                    body.pause();
                    stopped.tryComplete();
                })
                .resume());
        await(stopped.future());
        assertThat(await(first.socket().close().map("closed"))).isEqualTo("closed");
        Future<RelayFixture.Response> afterTheClose = fixture.send(get("/SMS_MP/2"));
        server.next().ok();
        assertThat(await(afterTheClose).status()).isEqualTo(200);

        fixture.loop.runOnContext(go -> body.resume());

        assertThat(await(whole.future())).isEqualTo("hello");
    }

    @Test
    void usesOneConnectionForSequentialRequests() throws Exception {
        for (int i = 0; i < 3; i++) {
            Future<RelayFixture.Response> response = fixture.send(get("/SMS_MP/" + i));
            ScriptedServer.ReceivedRequest received = server.next();
            assertThat(received.connection()).isEqualTo(1);
            assertThat(received.line()).isEqualTo("GET /SMS_MP/" + i + " HTTP/1.1");
            received.ok();
            assertThat(await(response).body()).hasToString("ok");
        }
    }

    @Test
    void limitsTheQueueAndServesItInOrder() throws Exception {
        reopen(TWO);
        Future<RelayFixture.Response> first = fixture.send(get("/SMS_MP/1"));
        ScriptedServer.ReceivedRequest one = server.next();
        Future<RelayFixture.Response> second = fixture.send(get("/SMS_MP/2"));
        ScriptedServer.ReceivedRequest two = server.next();
        Future<RelayFixture.Response> third = fixture.send(get("/SMS_MP/3"));
        Future<RelayFixture.Response> fourth = fixture.send(get("/SMS_MP/4"));

        RelayFailure tooMany = fixture.failure(get("/SMS_MP/5"));
        assertThat(tooMany.reason()).isEqualTo(FailureReason.OVER_LIMIT);
        assertThat(tooMany.detail()).contains(server.url(), "limits.upstreamConnections");
        assertThat(server.hasNoRequest()).isTrue();

        two.ok();
        ScriptedServer.ReceivedRequest three = server.next();
        assertThat(three.line()).contains("/SMS_MP/3");
        assertThat(three.connection()).isEqualTo(2);
        one.ok();
        ScriptedServer.ReceivedRequest four = server.next();
        assertThat(four.line()).contains("/SMS_MP/4");
        assertThat(four.connection()).isEqualTo(1);
        three.ok();
        four.ok();
        assertThat(await(Future.all(first, second, third, fourth)).size()).isEqualTo(4);
        assertThat(fixture.slots.inFlight()).isZero();
    }

    @Test
    void opensAnotherConnectionForAQueuedRequestWhenOneIsLost() throws Exception {
        reopen(new RelayLimits(100, 1, 2, 30, 30, 30, 30, 1, 0));
        Future<RelayFixture.Response> first = fixture.send(request("POST", "/SMS_MP/1", HttpHeaders.headers(), null));
        ScriptedServer.ReceivedRequest one = server.next();
        Future<RelayFixture.Response> second = fixture.send(get("/SMS_MP/2"));
        one.respondAndClose("");

        ScriptedServer.ReceivedRequest two = server.next();
        assertThat(two.line()).contains("/SMS_MP/2");
        assertThat(two.connection()).isEqualTo(2);
        two.ok();
        assertThat(await(second).status()).isEqualTo(200);
        assertThat(RelayFixture.failureOf(first).reason()).isEqualTo(FailureReason.UPSTREAM_LOST);
    }

    @Test
    void freesTheQueueSlotOfAnAbandonedRequest() throws Exception {
        reopen(new RelayLimits(100, 1, 1, 30, 30, 30, 30, 1, 0));
        Future<RelayFixture.Response> first = fixture.send(get("/SMS_MP/1"));
        ScriptedServer.ReceivedRequest one = server.next();
        Future<RelayFixture.Response> leaves =
                fixture.send(request("GET", "/SMS_MP/leaves", HttpHeaders.headers(), null, abandoned.future()));
        fixture.loop.runOnContext(go -> abandoned.complete());
        assertThat(RelayFixture.failureOf(leaves).reason()).isEqualTo(FailureReason.ABANDONED);
        Future<RelayFixture.Response> second = fixture.send(get("/SMS_MP/2"));

        one.ok();
        ScriptedServer.ReceivedRequest two = server.next();
        assertThat(two.line()).contains("/SMS_MP/2");
        assertThat(two.connection()).isEqualTo(1);
        two.ok();
        assertThat(await(Future.all(first, second)).succeeded()).isTrue();
    }

    @Test
    void closesAConnectionThatWasIdleForTheKeepAliveTime() throws Exception {
        reopen(TWO);
        Future<RelayFixture.Response> response = fixture.send(get("/SMS_MP/1"));
        server.next().ok();
        assertThat(await(response).status()).isEqualTo(200);

        assertThat(server.closed()).isEqualTo(1);
        Future<RelayFixture.Response> next = fixture.send(get("/SMS_MP/2"));
        ScriptedServer.ReceivedRequest received = server.next();
        assertThat(received.connection()).isEqualTo(2);
        received.ok();
        assertThat(await(next).status()).isEqualTo(200);
    }

    @Test
    void keepsAConnectionNoLongerThanItsServerAllows() throws Exception {
        reopen(new RelayLimits(4, 4, 4, 30, 30, 30, 3600, 1, 0));
        Future<RelayFixture.Response> response = fixture.send(get("/SMS_MP/1"));
        server.next().respond("HTTP/1.1 200 OK\r\nKeep-Alive: max=9, timeout=1\r\nContent-Length: 2\r\n\r\nok");

        assertThat(await(response).status()).isEqualTo(200);
        assertThat(server.closed()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nConnection: x-other , Close\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nKeep-Alive: timeout=0\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok",
                // surplus bytes, which the next request must not receive
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nmine",
            })
    void closesAConnectionThatCannotBeReused(String bytes) throws Exception {
        Future<RelayFixture.Response> response = fixture.send(get("/SMS_MP/1"));
        server.next().respond(bytes);
        assertThat(await(response).body()).hasToString("ok");

        Future<RelayFixture.Response> next = fixture.send(get("/SMS_MP/2"));
        ScriptedServer.ReceivedRequest received = server.next();
        assertThat(received.connection()).isEqualTo(2);
        received.ok();
        assertThat(await(next).body()).hasToString("ok");
        assertThat(server.closed()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nConnection: keep-alive, x-other\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n1;x=y\r\no\r\n01\r\nk\r\n000\r\nx-trailer: a\r\n\r\n",
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
            })
    void reusesAConnectionAfterACompleteResponse(String bytes) throws Exception {
        Future<RelayFixture.Response> response = fixture.send(get("/SMS_MP/1"));
        server.next().respond(bytes);
        assertThat(await(response).status()).isEqualTo(200);
        assertThat(await(response).body()).hasToString("ok");
        assertThat(await(response).headers().contains("x-trailer")).isFalse();
        assertThat(await(response).headers().contains("link")).isFalse();

        Future<RelayFixture.Response> next = fixture.send(get("/SMS_MP/2"));
        ScriptedServer.ReceivedRequest received = server.next();
        assertThat(received.connection()).isEqualTo(1);
        received.ok();
        assertThat(await(next).body()).hasToString("ok");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 204 No Content\r\n\r\n",
                "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
            })
    void recognizesResponsesWithoutABody(String bytes) throws Exception {
        Future<RelayFixture.Response> response = fixture.send(get("/SMS_MP/1"));
        server.next().respond(bytes);
        assertThat(await(response).response().body()).isNull();

        Future<RelayFixture.Response> next = fixture.send(get("/SMS_MP/2"));
        ScriptedServer.ReceivedRequest received = server.next();
        assertThat(received.connection()).isEqualTo(1);
        received.ok();
        assertThat(await(next).body()).hasToString("ok");
    }

    @Test
    void closesAnIdleConnectionThatReceivesData() throws Exception {
        Future<RelayFixture.Response> response = fixture.send(get("/SMS_MP/1"));
        ScriptedServer.ReceivedRequest first = server.next();
        first.ok();
        assertThat(await(response).body()).hasToString("ok");
        first.respond("HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n");

        assertThat(server.closed()).isEqualTo(1);
        Future<RelayFixture.Response> next = fixture.send(get("/SMS_MP/2"));
        ScriptedServer.ReceivedRequest received = server.next();
        assertThat(received.connection()).isEqualTo(2);
        received.ok();
        assertThat(await(next).status()).isEqualTo(200);
    }

    @Test
    void closesAConnectionWhoseResponseCameBeforeTheRequestWasComplete() throws Exception {
        Future<RelayFixture.Response> response = fixture.send(
                request("BITS_POST", "/SMS_MP/up", HttpHeaders.headers(), ChunkSource.chunks(fixture.loop, 1 << 20)));
        server.next().respond("HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\n\r\nbig");

        assertThat(await(response).status()).isEqualTo(413);
        assertThat(await(response).body()).hasToString("big");
        assertThat(server.closed()).isEqualTo(1);
    }
}
