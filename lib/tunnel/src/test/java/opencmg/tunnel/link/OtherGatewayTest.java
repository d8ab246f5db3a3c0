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
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import opencmg.tunnel.FailureReason;
import opencmg.tunnel.RelayFailure;
import opencmg.tunnel.RelayRequest;
import opencmg.tunnel.RelayResponse;
import opencmg.tunnel.eventually.Eventually;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The connection point's end against a gateway that is Netty's own HTTP/2 client: how requests break off, and what it hears of it. */
class OtherGatewayTest {

    private static final int WINDOW = 10_000;

    private record Relayed(RelayRequest request, Promise<RelayResponse> answer) {}

    private final BlockingQueue<Relayed> relayed = new LinkedBlockingQueue<>();

    private static BothEnds ends;
    private NettyPeer peer;
    private TunnelDialer dialer;

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
        peer = NettyPeer.gateway(new Http2Settings().initialWindowSize(WINDOW));
        dialer = NettyMeeting.NettyGateway.dial(ends, BothEnds.WIDE, peer, request -> {
            Relayed next = new Relayed(request, Promise.promise());
            relayed.add(next);
            return next.answer.future();
        });
    }

    @AfterEach
    void stop() throws Exception {
        List<Throwable> objections = List.copyOf(peer.objections);
        peer.close();
        BothEnds.await(dialer.close());
        assertThat(objections).isEmpty();
    }

    private static RelayResponse noContent() {
        return new RelayResponse(204, "No Content", HttpHeaders.headers(), null);
    }

    private void assertTheNextIsAnswered() throws Exception {
        NettyExchange next = peer.ask(NettyPeer.request("GET", "/next"), true);
        Relayed here = BothEnds.next(relayed);
        assertThat(here.request.target()).isEqualTo("/next");
        here.answer.complete(noContent());
        assertThat(BothEnds.next(next.heads).status()).hasToString("204");
        assertThat(BothEnds.await(next.whole.future())).isNotEmpty();
    }

    @Test
    void saysTheAnswerInTheWordsOfTheContract() throws Exception {
        NettyExchange asked =
                peer.ask(NettyPeer.request("PROPFIND", "/x?y=%7B1%7D").add("x-head", "1"), true);
        Relayed here = BothEnds.next(relayed);
        here.answer.complete(new RelayResponse(
                403, "Client certificate required", HttpHeaders.headers().add("X-Upper", "Value"), null));

        RelayRequest request = here.request;
        assertThat(request.method()).isEqualTo("PROPFIND");
        assertThat(request.target()).isEqualTo("/x?y=%7B1%7D");
        assertThat(request.headers().names()).containsExactly("x-head");
        assertThat(request.body()).isNull();
        Http2Headers head = BothEnds.next(asked.heads);
        assertThat(head.status()).hasToString("403");
        assertThat(head.get("opencmg-phrase")).hasToString("Client certificate required");
        assertThat(head.get("x-upper")).hasToString("Value");
        assertThat(BothEnds.await(asked.whole.future())).isEqualTo(Bodies.digest(new byte[0]));
    }

    @Test
    void saysInTheWordsOfTheContractWhyThereIsNoAnswer() throws Exception {
        NettyExchange asked = peer.ask(NettyPeer.request("GET", "/x"), true);
        BothEnds.next(relayed).answer.fail(new RelayFailure(FailureReason.UPSTREAM_TLS, "mp1: untrusted"));

        Http2Headers head = BothEnds.next(asked.heads);
        assertThat(head.status()).hasToString("502");
        assertThat(head.get("opencmg-failure")).hasToString("upstream_tls");
        assertThat(head.get("opencmg-detail")).hasToString("mp1%3A+untrusted");
        assertThat(BothEnds.await(asked.whole.future())).isEqualTo(Bodies.digest(new byte[0]));
    }

    @Test
    void abandonsARequestThatIsResetInItsMiddle() throws Exception {
        NettyExchange asked = peer.ask(NettyPeer.request("POST", "/x"), false);
        asked.send(Bodies.of(50_000), Promise.promise().future());
        RelayRequest request = BothEnds.next(relayed).request;
        Future<String> body = Bodies.read(request.body());

        asked.reset(Http2Error.CANCEL);

        assertThat(BothEnds.failureIn(body).reason()).isEqualTo(FailureReason.ABANDONED);
        BothEnds.await(request.abandoned().<Void>mapEmpty());
        assertTheNextIsAnswered();
    }

    @Test
    void abandonsARequestWhoseAnswerIsReset() throws Exception {
        BothEnds.Tap endless = BothEnds.Tap.of(ends.vertx, 100_000);
        peer.withholds = true;
        NettyExchange asked = peer.ask(NettyPeer.request("GET", "/x"), true);
        Relayed here = BothEnds.next(relayed);
        here.answer.complete(new RelayResponse(200, "OK", HttpHeaders.headers(), endless));
        Eventually.holds(() -> asked.bytes.get() == WINDOW && endless.paused);
        long given = endless.given.get();

        asked.reset(Http2Error.CANCEL);

        BothEnds.await(here.request.abandoned().<Void>mapEmpty());
        assertTheNextIsAnswered();
        assertThat(endless.given).as("its source is asked for no more").hasValue(given);
    }

    @Test
    void givesTheRestOfARequestBackThatIsAnswered() throws Exception {
        NettyExchange asked = peer.ask(NettyPeer.request("POST", "/x"), false);
        BothEnds.next(relayed).answer.complete(noContent());

        assertThat(BothEnds.next(asked.heads).status()).hasToString("204");
        assertThat(BothEnds.await(asked.whole.future())).isNotEmpty();
        assertThat(BothEnds.await(asked.reset.future())).isEqualTo(Http2Error.NO_ERROR);
        assertTheNextIsAnswered();
    }

    @Test
    void endsABrokenAnswerWithAResetThatSaysWhoseFaultItIs() throws Exception {
        for (FailureReason reason : List.of(FailureReason.UPSTREAM_LOST, FailureReason.CONNECTION_POINT_FAILED)) {
            NettyExchange asked = peer.ask(NettyPeer.request("GET", "/x"), true);
            BothEnds.next(relayed)
                    .answer
                    .complete(new RelayResponse(
                            200,
                            "OK",
                            HttpHeaders.headers(),
                            new BothEnds.Tap(tap -> tap.breakOff(new RelayFailure(reason, "broken")))));

            assertThat(BothEnds.await(asked.reset.future()))
                    .isEqualTo(
                            reason == FailureReason.UPSTREAM_LOST
                                    ? Http2Error.CONNECT_ERROR
                                    : Http2Error.INTERNAL_ERROR);
        }
        assertTheNextIsAnswered();
    }

    @Test
    void carriesAnExchangeToItsEndBehindAGoAwayAndCloses() throws Exception {
        NettyExchange asked = peer.ask(NettyPeer.request("GET", "/x"), true);
        Promise<RelayResponse> answer = BothEnds.next(relayed).answer;

        peer.goAway(0, "enough");
        assertThat(BothEnds.await(peer.ping(1))).isEqualTo(1);
        byte[] body = Bodies.of(100_000);
        answer.complete(new RelayResponse(
                200, "OK", HttpHeaders.headers(), Bodies.tap(ends.vertx, body, Future.succeededFuture())));

        assertThat(BothEnds.await(asked.whole.future())).isEqualTo(Bodies.digest(body));
        BothEnds.await(peer.closed.future());
        Eventually.holds(() -> ends.dialling.down.stream().anyMatch(cause -> cause.contains("enough")));
    }

    @Test
    void closesAndDialsAgainAfterAGoAwayWithNothingUnderWay() throws Exception {
        peer.goAway(0, "idle");

        BothEnds.await(peer.closed.future());
        Eventually.holds(() -> ends.dialling.down.stream().anyMatch(cause -> cause.contains("idle")));
    }
}
