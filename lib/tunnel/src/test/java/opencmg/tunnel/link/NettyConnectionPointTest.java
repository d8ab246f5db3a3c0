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
class NettyConnectionPointTest {

    private static final int WINDOW = 10_000;

    private static TunnelFixture ends;
    private NettyPeerFixture.NettyConnectionPoint fixture_;
    private NettyPeer peer;
    private Tunnel tunnel;

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
        fixture_ = new NettyPeerFixture.NettyConnectionPoint(
                ends, TunnelFixture.MANY_EXCHANGES, new Http2Settings().initialWindowSize(WINDOW));
        peer = fixture_.peer;
        tunnel = fixture_.tunnel;
    }

    @AfterEach
    void stop() throws Exception {
        List<Throwable> objections = List.copyOf(peer.objections);
        fixture_.close();
        assertThat(objections).isEmpty();
    }

    private Future<RelayResponse> relay(RelayRequest request) {
        Promise<RelayResponse> answer = Promise.promise();
        ends.gatewayLoop.runOnContext(go -> tunnel.relay(request).onComplete(answer));
        return answer.future();
    }

    private Future<TunnelFixture.Answer> collect(RelayRequest request) {
        Promise<TunnelFixture.Answer> answer = Promise.promise();
        ends.gatewayLoop.runOnContext(
                go -> tunnel.relay(request).compose(TunnelFixture::collect).onComplete(answer));
        return answer.future();
    }

    private void assertNextExchangeSucceeds() throws Exception {
        Future<TunnelFixture.Answer> next = collect(TunnelFixture.get("/next"));
        TunnelFixture.next(peer.requests).head(NettyPeer.status(204), true);
        assertThat(TunnelFixture.await(next).status()).isEqualTo(204);
    }

    // ------------------------------------------------------------------ heads

    @Test
    void sendsTheRequestAsTheContractDefines() throws Exception {
        Future<TunnelFixture.Answer> answer = collect(new RelayRequest(
                "CCM_POST",
                "/CCM_Proxy_MutualAuth/1/x?y=%7B1%7D",
                HttpHeaders.headers().add("X-Upper", "Value"),
                null,
                Promise.promise().future()));

        NettyExchange requests = TunnelFixture.next(peer.requests);
        requests.head(NettyPeer.status(200), true);

        Http2Headers head = TunnelFixture.next(requests.heads);
        assertThat(head.method()).hasToString("CCM_POST");
        assertThat(head.scheme()).hasToString("https");
        assertThat(head.path()).hasToString("/CCM_Proxy_MutualAuth/1/x?y=%7B1%7D");
        assertThat(head.authority()).isNull();
        assertThat(head.get("x-upper")).hasToString("Value");
        assertThat(TunnelFixture.await(requests.whole.future()))
                .as("no body")
                .isEqualTo(TestBodies.digest(new byte[0]));
        assertThat(TunnelFixture.await(answer).status()).isEqualTo(200);
    }

    @Test
    void waitsForTheFinalResponseAfterInterimOnes() throws Exception {
        Future<TunnelFixture.Answer> answer = collect(TunnelFixture.get("/x"));
        NettyExchange requests = TunnelFixture.next(peer.requests);
        requests.head(NettyPeer.status(100), false);
        requests.head(NettyPeer.status(103).add("link", "</style.css>"), false);
        requests.head(NettyPeer.status(200).add("x-head", "1"), false);
        requests.send(TestBodies.of(5), Future.succeededFuture());

        assertThat(TunnelFixture.await(answer).status()).isEqualTo(200);
        assertThat(TunnelFixture.await(answer).bytes()).isEqualTo(5);
        assertThat(TunnelFixture.await(answer).headers().names()).containsExactly("x-head");
    }

    /** Malformed (RFC 9113 8.1), and nothing more would come. */
    @Test
    void failsAnExchangeThatAnInterimResponseEnds() throws Exception {
        Future<RelayResponse> answer = relay(TunnelFixture.post("/x", new TunnelFixture.ControlledBody(tap -> {})));
        NettyExchange requests = TunnelFixture.next(peer.requests);
        requests.head(NettyPeer.status(103), true);

        assertThat(TunnelFixture.await(requests.reset.future())).isEqualTo(Http2Error.PROTOCOL_ERROR);
        assertThat(TunnelFixture.relayFailure(answer).reason()).isEqualTo(FailureReason.BROKEN_OFF);
        assertThat(TunnelFixture.relayFailure(answer).detail()).contains("interim");
        assertNextExchangeSucceeds();
    }

    /** The one length that no body need agree with (RFC 9113 8.1.1). */
    @ParameterizedTest
    @CsvSource({"HEAD, 200", "GET, 304"})
    void acceptsAResponseWithContentLengthButWithoutABody(String method, int status) throws Exception {
        Future<TunnelFixture.Answer> answer = collect(new RelayRequest(
                method, "/x", HttpHeaders.headers(), null, Promise.promise().future()));
        TunnelFixture.next(peer.requests).head(NettyPeer.status(status).add("content-length", "1234"), true);

        assertThat(TunnelFixture.await(answer).status()).isEqualTo(status);
        assertThat(TunnelFixture.await(answer).headers().get("content-length")).isEqualTo("1234");
        assertThat(TunnelFixture.await(answer).bytes()).isZero();
    }

    @Test
    void stopsSendingARequestAfterTheCompleteResponse() throws Exception {
        TunnelFixture.ControlledBody endless = TunnelFixture.ControlledBody.of(ends.vertx, 100_000);
        peer.withholdCredit = true;
        Future<TunnelFixture.Answer> answer = collect(TunnelFixture.post("/x", endless));
        NettyExchange requests = TunnelFixture.next(peer.requests);
        requests.head(NettyPeer.status(413), false);
        requests.send(TestBodies.of(5), Future.succeededFuture());

        assertThat(TunnelFixture.await(answer).status()).isEqualTo(413);
        assertThat(TunnelFixture.await(answer).bytes()).isEqualTo(5);
        assertThat(TunnelFixture.await(requests.reset.future())).isEqualTo(Http2Error.CANCEL);
        Eventually.holds(() -> endless.paused && tunnel.inFlight() == 0);
        assertNextExchangeSucceeds();
    }

    // ------------------------------------------------------------------ what breaks off

    @ParameterizedTest
    @CsvSource({"CANCEL, BROKEN_OFF", "REFUSED_STREAM, NOT_SENT", "CONNECT_ERROR, UPSTREAM_LOST"})
    void failsARequestThatIsResetWhileBeingSent(Http2Error error, FailureReason reason) throws Exception {
        TunnelFixture.ControlledBody endless = TunnelFixture.ControlledBody.of(ends.vertx, 100_000);
        peer.withholdCredit = true;
        Future<RelayResponse> answer = relay(TunnelFixture.post("/x", endless));
        NettyExchange requests = TunnelFixture.next(peer.requests);
        Eventually.holds(() -> requests.bytes.get() == WINDOW);

        requests.reset(error);

        assertThat(TunnelFixture.relayFailure(answer).reason()).isEqualTo(reason);
        Eventually.holds(() -> endless.paused && tunnel.inFlight() == 0);
        assertNextExchangeSucceeds();
    }

    @ParameterizedTest
    @CsvSource({"INTERNAL_ERROR, BROKEN_OFF", "CONNECT_ERROR, UPSTREAM_LOST"})
    void failsAResponseThatIsReset(Http2Error error, FailureReason reason) throws Exception {
        Future<TunnelFixture.Answer> answer = collect(TunnelFixture.get("/x"));
        NettyExchange requests = TunnelFixture.next(peer.requests);
        requests.head(NettyPeer.status(200), false);
        requests.send(TestBodies.of(50_000), Promise.promise().future());

        requests.reset(error);

        assertThat(TunnelFixture.relayFailure(answer).reason()).isEqualTo(reason);
        Eventually.holds(() -> tunnel.inFlight() == 0);
        assertNextExchangeSucceeds();
    }

    @Test
    void cancelsAnAbandonedExchange() throws Exception {
        Promise<Void> gone = Promise.promise();
        Future<RelayResponse> answer = relay(new RelayRequest("GET", "/x", HttpHeaders.headers(), null, gone.future()));
        NettyExchange requests = TunnelFixture.next(peer.requests);

        gone.complete();

        assertThat(TunnelFixture.await(requests.reset.future())).isEqualTo(Http2Error.CANCEL);
        assertThat(TunnelFixture.relayFailure(answer).reason()).isEqualTo(FailureReason.ABANDONED);
        assertNextExchangeSucceeds();
    }

    /** What a GOAWAY says was not seen may be sent otherTunnel; the rest goes on here. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void separatesProcessedFromUnprocessedStreamsAfterGoAway(boolean withBody) throws Exception {
        Future<TunnelFixture.Answer> seen = collect(TunnelFixture.get("/seen"));
        NettyExchange first = TunnelFixture.next(peer.requests);
        Future<RelayResponse> unseen = relay(
                withBody
                        ? TunnelFixture.post("/x", new TunnelFixture.ControlledBody(tap -> {}))
                        : TunnelFixture.get("/x"));
        NettyExchange second = TunnelFixture.next(peer.requests);
        assertThat(second.stream().id()).isGreaterThan(first.stream().id());

        String why = "enough, " + withBody;
        peer.goAway(first.stream().id(), why);

        assertThat(TunnelFixture.relayFailure(unseen).reason()).isEqualTo(FailureReason.NOT_SENT);
        Eventually.holds(() -> ends.gateway.down.stream().anyMatch(cause -> cause.contains(why)));
        assertThat(TunnelFixture.relayFailure(relay(TunnelFixture.get("/late"))).reason())
                .isEqualTo(FailureReason.NOT_SENT);
        first.head(NettyPeer.status(200), false);
        first.send(TestBodies.of(100_000), Future.succeededFuture());
        assertThat(TunnelFixture.await(seen).bytes()).isEqualTo(100_000);
        Eventually.holds(() -> tunnel.inFlight() == 0);
        assertThat(peer.closed.future().isComplete()).isFalse();
    }
}
