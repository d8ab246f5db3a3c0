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

/** The connection point's end against a gateway that is Netty's own HTTP/2 client: how requests break off, and what the connection point sees. */
class NettyGatewayTest {

    private static final int WINDOW = 10_000;

    private record Relayed(RelayRequest request, Promise<RelayResponse> answer) {}

    private final BlockingQueue<Relayed> relayed = new LinkedBlockingQueue<>();

    private static TunnelFixture ends;
    private NettyPeer peer;
    private TunnelDialer dialer;

    @BeforeAll
    static void begin(@TempDir Path directory) throws Exception {
        ends = new TunnelFixture(directory);
    }

    @AfterAll
    static void end() throws Exception {
        ends.close();
    }

    @BeforeEach
    void start() throws Exception {
        peer = NettyPeer.gateway(new Http2Settings().initialWindowSize(WINDOW));
        dialer = NettyPeerFixture.NettyGateway.dial(ends, TunnelFixture.MANY_EXCHANGES, peer, request -> {
            Relayed next = new Relayed(request, Promise.promise());
            relayed.add(next);
            return next.answer.future();
        });
    }

    @AfterEach
    void stop() throws Exception {
        List<Throwable> objections = List.copyOf(peer.objections);
        peer.close();
        TunnelFixture.await(dialer.close());
        assertThat(objections).isEmpty();
    }

    private static RelayResponse noContent() {
        return new RelayResponse(204, "No Content", HttpHeaders.headers(), null);
    }

    private void assertNextExchangeSucceeds() throws Exception {
        NettyExchange next = peer.ask(NettyPeer.request("GET", "/next"), true);
        Relayed here = TunnelFixture.next(relayed);
        assertThat(here.request.target()).isEqualTo("/next");
        here.answer.complete(noContent());
        assertThat(TunnelFixture.next(next.heads).status()).hasToString("204");
        assertThat(TunnelFixture.await(next.whole.future())).isNotEmpty();
    }

    @Test
    void sendsTheResponseAsTheContractDefines() throws Exception {
        NettyExchange requests =
                peer.ask(NettyPeer.request("PROPFIND", "/x?y=%7B1%7D").add("x-head", "1"), true);
        Relayed here = TunnelFixture.next(relayed);
        here.answer.complete(new RelayResponse(
                403, "Client certificate required", HttpHeaders.headers().add("X-Upper", "Value"), null));

        RelayRequest request = here.request;
        assertThat(request.method()).isEqualTo("PROPFIND");
        assertThat(request.target()).isEqualTo("/x?y=%7B1%7D");
        assertThat(request.headers().names()).containsExactly("x-head");
        assertThat(request.body()).isNull();
        Http2Headers head = TunnelFixture.next(requests.heads);
        assertThat(head.status()).hasToString("403");
        assertThat(head.get("opencmg-phrase")).hasToString("Client certificate required");
        assertThat(head.get("x-upper")).hasToString("Value");
        assertThat(TunnelFixture.await(requests.whole.future())).isEqualTo(TestBodies.digest(new byte[0]));
    }

    @Test
    void sendsAFailureAsTheContractDefines() throws Exception {
        NettyExchange requests = peer.ask(NettyPeer.request("GET", "/x"), true);
        TunnelFixture.next(relayed).answer.fail(new RelayFailure(FailureReason.UPSTREAM_TLS, "mp1: untrusted"));

        Http2Headers head = TunnelFixture.next(requests.heads);
        assertThat(head.status()).hasToString("502");
        assertThat(head.get("opencmg-failure")).hasToString("upstream_tls");
        assertThat(head.get("opencmg-detail")).hasToString("mp1%3A+untrusted");
        assertThat(TunnelFixture.await(requests.whole.future())).isEqualTo(TestBodies.digest(new byte[0]));
    }

    @Test
    void abandonsARequestThatIsReset() throws Exception {
        NettyExchange requests = peer.ask(NettyPeer.request("POST", "/x"), false);
        requests.send(TestBodies.of(50_000), Promise.promise().future());
        RelayRequest request = TunnelFixture.next(relayed).request;
        Future<String> body = TestBodies.read(request.body());

        requests.reset(Http2Error.CANCEL);

        assertThat(TunnelFixture.relayFailure(body).reason()).isEqualTo(FailureReason.ABANDONED);
        TunnelFixture.await(request.abandoned().<Void>mapEmpty());
        assertNextExchangeSucceeds();
    }

    @Test
    void abandonsARequestWhoseResponseIsReset() throws Exception {
        TunnelFixture.ControlledBody endless = TunnelFixture.ControlledBody.of(ends.vertx, 100_000);
        peer.withholdCredit = true;
        NettyExchange requests = peer.ask(NettyPeer.request("GET", "/x"), true);
        Relayed here = TunnelFixture.next(relayed);
        here.answer.complete(new RelayResponse(200, "OK", HttpHeaders.headers(), endless));
        Eventually.holds(() -> requests.bytes.get() == WINDOW && endless.paused);
        long given = endless.given.get();

        requests.reset(Http2Error.CANCEL);

        TunnelFixture.await(here.request.abandoned().<Void>mapEmpty());
        assertNextExchangeSucceeds();
        assertThat(endless.given).as("its source is asked for nothing further").hasValue(given);
    }

    @Test
    void stopsReceivingARequestAfterTheResponse() throws Exception {
        NettyExchange requests = peer.ask(NettyPeer.request("POST", "/x"), false);
        TunnelFixture.next(relayed).answer.complete(noContent());

        assertThat(TunnelFixture.next(requests.heads).status()).hasToString("204");
        assertThat(TunnelFixture.await(requests.whole.future())).isNotEmpty();
        assertThat(TunnelFixture.await(requests.reset.future())).isEqualTo(Http2Error.NO_ERROR);
        assertNextExchangeSucceeds();
    }

    @Test
    void endsABrokenResponseWithAResetThatNamesTheFaultyHop() throws Exception {
        for (FailureReason reason : List.of(FailureReason.UPSTREAM_LOST, FailureReason.CONNECTION_POINT_FAILED)) {
            NettyExchange requests = peer.ask(NettyPeer.request("GET", "/x"), true);
            TunnelFixture.next(relayed)
                    .answer
                    .complete(new RelayResponse(
                            200,
                            "OK",
                            HttpHeaders.headers(),
                            new TunnelFixture.ControlledBody(tap -> tap.breakOff(new RelayFailure(reason, "broken")))));

            assertThat(TunnelFixture.await(requests.reset.future()))
                    .isEqualTo(
                            reason == FailureReason.UPSTREAM_LOST
                                    ? Http2Error.CONNECT_ERROR
                                    : Http2Error.INTERNAL_ERROR);
        }
        assertNextExchangeSucceeds();
    }

    @Test
    void finishesAnExchangeAfterGoAwayAndCloses() throws Exception {
        NettyExchange requests = peer.ask(NettyPeer.request("GET", "/x"), true);
        Promise<RelayResponse> answer = TunnelFixture.next(relayed).answer;

        peer.goAway(0, "enough");
        assertThat(TunnelFixture.await(peer.ping(1))).isEqualTo(1);
        byte[] body = TestBodies.of(100_000);
        answer.complete(new RelayResponse(
                200, "OK", HttpHeaders.headers(), TestBodies.tap(ends.vertx, body, Future.succeededFuture())));

        assertThat(TunnelFixture.await(requests.whole.future())).isEqualTo(TestBodies.digest(body));
        TunnelFixture.await(peer.closed.future());
        Eventually.holds(() -> ends.dialling.down.stream().anyMatch(cause -> cause.contains("enough")));
    }

    @Test
    void closesAndRedialsAfterAGoAwayWhenIdle() throws Exception {
        peer.goAway(0, "idle");

        TunnelFixture.await(peer.closed.future());
        Eventually.holds(() -> ends.dialling.down.stream().anyMatch(cause -> cause.contains("idle")));
    }
}
