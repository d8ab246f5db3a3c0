package opencmg.connectionpoint.relay;

import static opencmg.connectionpoint.relay.Inside.await;
import static opencmg.connectionpoint.relay.Inside.get;
import static opencmg.connectionpoint.relay.Inside.request;
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

/** Which connections are used again, which are not, and who waits for one. */
class KeptConnectionsTest {

    /** Two connections, two waiting, kept for a second. */
    private static final RelayLimits TWO = new RelayLimits(100, 2, 2, 30, 30, 30, 1, 1, 0);

    private final Promise<Void> abandoned = Promise.promise();
    private Inside inside;
    private Scripted server;

    @BeforeEach
    void open() throws Exception {
        inside = new Inside(Inside.FEW);
        server = new Scripted(inside);
    }

    private void reopen(RelayLimits limits) throws Exception {
        inside.close();
        inside = new Inside(limits);
        server = new Scripted(inside);
    }

    @AfterEach
    void close() throws Exception {
        inside.close();
    }

    @Test
    void isWholeForAReaderThatStoppedInTheLastPieceWhenTheServerCloses() throws Exception {
        Promise<RelayResponse> head = Promise.promise();
        inside.loop.runOnContext(go -> inside.start(get("/SMS_MP/1")).onComplete(head));
        Scripted.Asked first = server.next();
        first.answer("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
        ReadStream<ByteBuf> body = Objects.requireNonNull(await(head.future()).body());
        Promise<String> whole = Promise.promise();
        Promise<Void> stopped = Promise.promise();
        StringBuilder read = new StringBuilder();
        inside.loop.runOnContext(go -> body.exceptionHandler(whole::tryFail)
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
        Future<Inside.Answer> behindTheClose = inside.ask(get("/SMS_MP/2"));
        server.next().ok();
        assertThat(await(behindTheClose).status()).isEqualTo(200);

        inside.loop.runOnContext(go -> body.resume());

        assertThat(await(whole.future())).isEqualTo("hello");
    }

    @Test
    void usesOneConnectionForOneRequestAfterTheOther() throws Exception {
        for (int i = 0; i < 3; i++) {
            Future<Inside.Answer> answer = inside.ask(get("/SMS_MP/" + i));
            Scripted.Asked asked = server.next();
            assertThat(asked.connection()).isEqualTo(1);
            assertThat(asked.line()).isEqualTo("GET /SMS_MP/" + i + " HTTP/1.1");
            asked.ok();
            assertThat(await(answer).body()).hasToString("ok");
        }
    }

    @Test
    void letsNoMoreWaitThanTheLineIsLongAndServesThemInTurn() throws Exception {
        reopen(TWO);
        Future<Inside.Answer> first = inside.ask(get("/SMS_MP/1"));
        Scripted.Asked one = server.next();
        Future<Inside.Answer> second = inside.ask(get("/SMS_MP/2"));
        Scripted.Asked two = server.next();
        Future<Inside.Answer> third = inside.ask(get("/SMS_MP/3"));
        Future<Inside.Answer> fourth = inside.ask(get("/SMS_MP/4"));

        RelayFailure tooMany = inside.failure(get("/SMS_MP/5"));
        assertThat(tooMany.reason()).isEqualTo(FailureReason.OVER_LIMIT);
        assertThat(tooMany.detail()).contains(server.url(), "limits.upstreamConnections");
        assertThat(server.nothingAsked()).isTrue();

        two.ok();
        Scripted.Asked three = server.next();
        assertThat(three.line()).contains("/SMS_MP/3");
        assertThat(three.connection()).isEqualTo(2);
        one.ok();
        Scripted.Asked four = server.next();
        assertThat(four.line()).contains("/SMS_MP/4");
        assertThat(four.connection()).isEqualTo(1);
        three.ok();
        four.ok();
        assertThat(await(Future.all(first, second, third, fourth)).size()).isEqualTo(4);
        assertThat(inside.slots.inFlight()).isZero();
    }

    @Test
    void opensAnotherConnectionForWhoWaitsWhenOneIsLost() throws Exception {
        reopen(new RelayLimits(100, 1, 2, 30, 30, 30, 30, 1, 0));
        Future<Inside.Answer> first = inside.ask(request("POST", "/SMS_MP/1", HttpHeaders.headers(), null));
        Scripted.Asked one = server.next();
        Future<Inside.Answer> second = inside.ask(get("/SMS_MP/2"));
        one.answerAndClose("");

        Scripted.Asked two = server.next();
        assertThat(two.line()).contains("/SMS_MP/2");
        assertThat(two.connection()).isEqualTo(2);
        two.ok();
        assertThat(await(second).status()).isEqualTo(200);
        assertThat(Inside.failureOf(first).reason()).isEqualTo(FailureReason.UPSTREAM_LOST);
    }

    @Test
    void freesThePlaceOfOneWhoGaveUpWaiting() throws Exception {
        reopen(new RelayLimits(100, 1, 1, 30, 30, 30, 30, 1, 0));
        Future<Inside.Answer> first = inside.ask(get("/SMS_MP/1"));
        Scripted.Asked one = server.next();
        Future<Inside.Answer> leaves =
                inside.ask(request("GET", "/SMS_MP/leaves", HttpHeaders.headers(), null, abandoned.future()));
        inside.loop.runOnContext(go -> abandoned.complete());
        assertThat(Inside.failureOf(leaves).reason()).isEqualTo(FailureReason.ABANDONED);
        Future<Inside.Answer> second = inside.ask(get("/SMS_MP/2"));

        one.ok();
        Scripted.Asked two = server.next();
        assertThat(two.line()).contains("/SMS_MP/2");
        assertThat(two.connection()).isEqualTo(1);
        two.ok();
        assertThat(await(Future.all(first, second)).succeeded()).isTrue();
    }

    @Test
    void closesAConnectionThatNobodyHasUsedForTheKeepAliveTime() throws Exception {
        reopen(TWO);
        Future<Inside.Answer> answer = inside.ask(get("/SMS_MP/1"));
        server.next().ok();
        assertThat(await(answer).status()).isEqualTo(200);

        assertThat(server.closed()).isEqualTo(1);
        Future<Inside.Answer> next = inside.ask(get("/SMS_MP/2"));
        Scripted.Asked asked = server.next();
        assertThat(asked.connection()).isEqualTo(2);
        asked.ok();
        assertThat(await(next).status()).isEqualTo(200);
    }

    @Test
    void keepsAConnectionNoLongerThanItsServerSays() throws Exception {
        reopen(new RelayLimits(4, 4, 4, 30, 30, 30, 3600, 1, 0));
        Future<Inside.Answer> answer = inside.ask(get("/SMS_MP/1"));
        server.next().answer("HTTP/1.1 200 OK\r\nKeep-Alive: max=9, timeout=1\r\nContent-Length: 2\r\n\r\nok");

        assertThat(await(answer).status()).isEqualTo(200);
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
                // more than was asked for: whoever is next must not get it
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nmine",
            })
    void closesAConnectionThatCannotBeUsedAgain(String bytes) throws Exception {
        Future<Inside.Answer> answer = inside.ask(get("/SMS_MP/1"));
        server.next().answer(bytes);
        assertThat(await(answer).body()).hasToString("ok");

        Future<Inside.Answer> next = inside.ask(get("/SMS_MP/2"));
        Scripted.Asked asked = server.next();
        assertThat(asked.connection()).isEqualTo(2);
        asked.ok();
        assertThat(await(next).body()).hasToString("ok");
        assertThat(server.closed()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nConnection: keep-alive, x-other\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n1;x=y\r\no\r\n01 \r\nk\r\n000\r\nx-trailer: a\r\n\r\n",
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
            })
    void usesAConnectionAgainWhoseAnswerWasWhole(String bytes) throws Exception {
        Future<Inside.Answer> answer = inside.ask(get("/SMS_MP/1"));
        server.next().answer(bytes);
        assertThat(await(answer).status()).isEqualTo(200);
        assertThat(await(answer).body()).hasToString("ok");
        assertThat(await(answer).headers().contains("x-trailer")).isFalse();
        assertThat(await(answer).headers().contains("link")).isFalse();

        Future<Inside.Answer> next = inside.ask(get("/SMS_MP/2"));
        Scripted.Asked asked = server.next();
        assertThat(asked.connection()).isEqualTo(1);
        asked.ok();
        assertThat(await(next).body()).hasToString("ok");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 204 No Content\r\n\r\n",
                "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
            })
    void knowsAnswersWithoutABody(String bytes) throws Exception {
        Future<Inside.Answer> answer = inside.ask(get("/SMS_MP/1"));
        server.next().answer(bytes);
        assertThat(await(answer).response().body()).isNull();

        Future<Inside.Answer> next = inside.ask(get("/SMS_MP/2"));
        Scripted.Asked asked = server.next();
        assertThat(asked.connection()).isEqualTo(1);
        asked.ok();
        assertThat(await(next).body()).hasToString("ok");
    }

    @Test
    void closesAnIdleConnectionOnWhichSomethingIsSaid() throws Exception {
        Future<Inside.Answer> answer = inside.ask(get("/SMS_MP/1"));
        Scripted.Asked first = server.next();
        first.ok();
        assertThat(await(answer).body()).hasToString("ok");
        first.answer("HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n");

        assertThat(server.closed()).isEqualTo(1);
        Future<Inside.Answer> next = inside.ask(get("/SMS_MP/2"));
        Scripted.Asked asked = server.next();
        assertThat(asked.connection()).isEqualTo(2);
        asked.ok();
        assertThat(await(next).status()).isEqualTo(200);
    }

    @Test
    void closesAConnectionWhoseAnswerCameBeforeTheRequestWasWhole() throws Exception {
        Future<Inside.Answer> answer = inside.ask(
                request("BITS_POST", "/SMS_MP/up", HttpHeaders.headers(), Pouring.pieces(inside.loop, 1 << 20)));
        server.next().answer("HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\n\r\nbig");

        assertThat(await(answer).status()).isEqualTo(413);
        assertThat(await(answer).body()).hasToString("big");
        assertThat(server.closed()).isEqualTo(1);
    }
}
