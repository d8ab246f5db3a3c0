package opencmg.tunnel.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpHeaders;
import java.nio.file.Path;
import java.util.List;
import opencmg.tunnel.FailureReason;
import opencmg.tunnel.RelayRequest;
import opencmg.tunnel.RelayResponse;
import opencmg.tunnel.Tunnel;
import opencmg.tunnel.eventually.Eventually;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The gateway's end against a connection point that is Netty's own HTTP/2 server: what answers may look like, and how they fail. */
class OtherConnectionPointTest {

    private static final int WINDOW = 10_000;

    private static BothEnds ends;
    private NettyMeeting.NettyConnectionPoint met;
    private NettyPeer peer;
    private Tunnel tunnel;

    @BeforeAll
    static void begin(@TempDir Path directory) throws Exception {
        ends = new BothEnds(directory);
    }

    @AfterAll
    static void end() throws Exception {
        ends.close();
    }

    @BeforeEach
    void start() throws Exception {
        met = new NettyMeeting.NettyConnectionPoint(ends, BothEnds.WIDE, new Http2Settings().initialWindowSize(WINDOW));
        peer = met.peer;
        tunnel = met.tunnel;
    }

    @AfterEach
    void stop() throws Exception {
        List<Throwable> objections = List.copyOf(peer.objections);
        met.close();
        assertThat(objections).isEmpty();
    }

    private Future<RelayResponse> relay(RelayRequest request) {
        Promise<RelayResponse> answer = Promise.promise();
        ends.gatewayLoop.runOnContext(go -> tunnel.relay(request).onComplete(answer));
        return answer.future();
    }

    private Future<BothEnds.Answer> collect(RelayRequest request) {
        Promise<BothEnds.Answer> answer = Promise.promise();
        ends.gatewayLoop.runOnContext(
                go -> tunnel.relay(request).compose(BothEnds::collect).onComplete(answer));
        return answer.future();
    }

    private void assertTheNextIsAnswered() throws Exception {
        Future<BothEnds.Answer> next = collect(BothEnds.get("/next"));
        BothEnds.next(peer.asked).head(NettyPeer.status(204), true);
        assertThat(BothEnds.await(next).status()).isEqualTo(204);
    }

    // ------------------------------------------------------------------ heads

    @Test
    void saysTheRequestInTheWordsOfTheContract() throws Exception {
        Future<BothEnds.Answer> answer = collect(new RelayRequest(
                "CCM_POST",
                "/CCM_Proxy_MutualAuth/1/x?y=%7B1%7D",
                HttpHeaders.headers().add("X-Upper", "Value"),
                null,
                Promise.promise().future()));

        NettyExchange asked = BothEnds.next(peer.asked);
        asked.head(NettyPeer.status(200), true);

        Http2Headers head = BothEnds.next(asked.heads);
        assertThat(head.method()).hasToString("CCM_POST");
        assertThat(head.scheme()).hasToString("https");
        assertThat(head.path()).hasToString("/CCM_Proxy_MutualAuth/1/x?y=%7B1%7D");
        assertThat(head.authority()).isNull();
        assertThat(head.get("x-upper")).hasToString("Value");
        assertThat(BothEnds.await(asked.whole.future())).as("no body").isEqualTo(Bodies.digest(new byte[0]));
        assertThat(BothEnds.await(answer).status()).isEqualTo(200);
    }

    @Test
    void waitsForTheAnswerBehindInterimOnes() throws Exception {
        Future<BothEnds.Answer> answer = collect(BothEnds.get("/x"));
        NettyExchange asked = BothEnds.next(peer.asked);
        asked.head(NettyPeer.status(100), false);
        asked.head(NettyPeer.status(103).add("link", "</style.css>"), false);
        asked.head(NettyPeer.status(200).add("x-head", "1"), false);
        asked.send(Bodies.of(5), Future.succeededFuture());

        assertThat(BothEnds.await(answer).status()).isEqualTo(200);
        assertThat(BothEnds.await(answer).bytes()).isEqualTo(5);
        assertThat(BothEnds.await(answer).headers().names()).containsExactly("x-head");
    }

    /** Malformed (RFC 9113 8.1), and nothing more would come. */
    @Test
    void failsAnExchangeThatAnInterimAnswerEnds() throws Exception {
        Future<RelayResponse> answer = relay(BothEnds.post("/x", new BothEnds.Tap(tap -> {})));
        NettyExchange asked = BothEnds.next(peer.asked);
        asked.head(NettyPeer.status(103), true);

        assertThat(BothEnds.await(asked.reset.future())).isEqualTo(Http2Error.PROTOCOL_ERROR);
        assertThat(BothEnds.failureIn(answer).reason()).isEqualTo(FailureReason.BROKEN_OFF);
        assertThat(BothEnds.failureIn(answer).detail()).contains("interim");
        assertTheNextIsAnswered();
    }

    /** The one length that no body need agree with (RFC 9113 8.1.1). */
    @ParameterizedTest
    @CsvSource({"HEAD, 200", "GET, 304"})
    void takesAnAnswerWithoutABodyThatTellsItsLength(String method, int status) throws Exception {
        Future<BothEnds.Answer> answer = collect(new RelayRequest(
                method, "/x", HttpHeaders.headers(), null, Promise.promise().future()));
        BothEnds.next(peer.asked).head(NettyPeer.status(status).add("content-length", "1234"), true);

        assertThat(BothEnds.await(answer).status()).isEqualTo(status);
        assertThat(BothEnds.await(answer).headers().get("content-length")).isEqualTo("1234");
        assertThat(BothEnds.await(answer).bytes()).isZero();
    }

    @Test
    void stopsSendingARequestWhoseAnswerIsWhole() throws Exception {
        BothEnds.Tap endless = BothEnds.Tap.of(ends.vertx, 100_000);
        peer.withholds = true;
        Future<BothEnds.Answer> answer = collect(BothEnds.post("/x", endless));
        NettyExchange asked = BothEnds.next(peer.asked);
        asked.head(NettyPeer.status(413), false);
        asked.send(Bodies.of(5), Future.succeededFuture());

        assertThat(BothEnds.await(answer).status()).isEqualTo(413);
        assertThat(BothEnds.await(answer).bytes()).isEqualTo(5);
        assertThat(BothEnds.await(asked.reset.future())).isEqualTo(Http2Error.NO_ERROR);
        Eventually.holds(() -> endless.paused && tunnel.inFlight() == 0);
        assertTheNextIsAnswered();
    }

    // ------------------------------------------------------------------ what breaks off

    @ParameterizedTest
    @CsvSource({"CANCEL, BROKEN_OFF", "REFUSED_STREAM, NOT_SENT", "CONNECT_ERROR, UPSTREAM_LOST"})
    void failsARequestThatIsResetWhileItIsSent(Http2Error error, FailureReason reason) throws Exception {
        BothEnds.Tap endless = BothEnds.Tap.of(ends.vertx, 100_000);
        peer.withholds = true;
        Future<RelayResponse> answer = relay(BothEnds.post("/x", endless));
        NettyExchange asked = BothEnds.next(peer.asked);
        Eventually.holds(() -> asked.bytes.get() == WINDOW);

        asked.reset(error);

        assertThat(BothEnds.failureIn(answer).reason()).isEqualTo(reason);
        Eventually.holds(() -> endless.paused && tunnel.inFlight() == 0);
        assertTheNextIsAnswered();
    }

    @ParameterizedTest
    @CsvSource({"INTERNAL_ERROR, BROKEN_OFF", "CONNECT_ERROR, UPSTREAM_LOST"})
    void failsAnAnswerThatIsResetInItsMiddle(Http2Error error, FailureReason reason) throws Exception {
        Future<BothEnds.Answer> answer = collect(BothEnds.get("/x"));
        NettyExchange asked = BothEnds.next(peer.asked);
        asked.head(NettyPeer.status(200), false);
        asked.send(Bodies.of(50_000), Promise.promise().future());

        asked.reset(error);

        assertThat(BothEnds.failureIn(answer).reason()).isEqualTo(reason);
        Eventually.holds(() -> tunnel.inFlight() == 0);
        assertTheNextIsAnswered();
    }

    @Test
    void resetsWhatItsClientHasAbandoned() throws Exception {
        Promise<Void> gone = Promise.promise();
        Future<RelayResponse> answer = relay(new RelayRequest("GET", "/x", HttpHeaders.headers(), null, gone.future()));
        NettyExchange asked = BothEnds.next(peer.asked);

        gone.complete();

        assertThat(BothEnds.await(asked.reset.future())).isEqualTo(Http2Error.CANCEL);
        assertThat(BothEnds.failureIn(answer).reason()).isEqualTo(FailureReason.ABANDONED);
        assertTheNextIsAnswered();
    }

    /** What a GOAWAY says was not seen may be sent elsewhere; the rest goes on here. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void tellsByAGoAwayWhatWasSeenAndWhatWasNot(boolean withBody) throws Exception {
        Future<BothEnds.Answer> seen = collect(BothEnds.get("/seen"));
        NettyExchange first = BothEnds.next(peer.asked);
        Future<RelayResponse> unseen =
                relay(withBody ? BothEnds.post("/x", new BothEnds.Tap(tap -> {})) : BothEnds.get("/x"));
        NettyExchange second = BothEnds.next(peer.asked);
        assertThat(second.stream().id()).isGreaterThan(first.stream().id());

        String why = "enough, " + withBody;
        peer.goAway(first.stream().id(), why);

        assertThat(BothEnds.failureIn(unseen).reason()).isEqualTo(FailureReason.NOT_SENT);
        Eventually.holds(() -> ends.gateway.down.stream().anyMatch(cause -> cause.contains(why)));
        assertThat(BothEnds.failureIn(relay(BothEnds.get("/late"))).reason()).isEqualTo(FailureReason.NOT_SENT);
        first.head(NettyPeer.status(200), false);
        first.send(Bodies.of(100_000), Future.succeededFuture());
        assertThat(BothEnds.await(seen).bytes()).isEqualTo(100_000);
        Eventually.holds(() -> tunnel.inFlight() == 0);
        assertThat(peer.closed.future().isComplete()).isFalse();
    }
}
