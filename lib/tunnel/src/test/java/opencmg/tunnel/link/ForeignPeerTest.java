package opencmg.tunnel.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.util.AsciiString;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import opencmg.tunnel.FailureReason;
import opencmg.tunnel.RelayFailure;
import opencmg.tunnel.RelayRequest;
import opencmg.tunnel.RelayResponse;
import opencmg.tunnel.Tunnel;
import opencmg.tunnel.TunnelProtocol;
import opencmg.tunnel.eventually.Eventually;
import opencmg.tunnel.http2.HeaderList;
import opencmg.tunnel.http2.Http2Connection;
import opencmg.tunnel.http2.Http2ConnectionListener;
import opencmg.tunnel.http2.Http2StreamListener;
import opencmg.tunnel.http2.TunnelStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ends that somebody else wrote: what they may do, and what the contract forbids them (docs/tunnel.md 2 and 3). */
class ForeignPeerTest {

    @TempDir
    Path directory;

    private TunnelFixture ends;
    private @Nullable NetClient client; // kept: Vert.x closes a client that nobody holds

    @BeforeEach
    void start() throws Exception {
        ends = new TunnelFixture(directory);
    }

    @AfterEach
    void stop() throws Exception {
        ends.close();
    }

    @Test
    void closesAConnectionAfterASecondHello() throws Exception {
        ControlMessage hello = new ControlMessage.Introduction(TunnelFixture.hello(1));
        ForeignConnectionPoint peer = dial(hello, hello);

        assertThat(TunnelFixture.next(ends.gateway.up).peer()).isEqualTo(TunnelFixture.hello(1));
        assertThat(TunnelFixture.next(ends.gateway.down)).isEqualTo("a second hello");
        TunnelFixture.await(peer.closed.future());
    }

    @Test
    void closesAConnectionThatSendsASiteBeforeTheHello() throws Exception {
        ForeignConnectionPoint peer = dial(new ControlMessage.Site(1, Buffer.buffer("{}")));

        TunnelFixture.await(peer.closed.future());
        assertThat(ends.gateway.up).isEmpty();
        assertThat(ends.gateway.sites).isEmpty();
    }

    @Test
    void endsAResponseAtItsTrailersAndDropsThem() throws Exception {
        ForeignConnectionPoint peer = dial(new ControlMessage.Introduction(TunnelFixture.hello(1)));
        Tunnel tunnel = TunnelFixture.next(ends.gateway.up);

        TunnelFixture.Answer answer = ends.exchange(tunnel, TunnelFixture.get("/x"), ends.gatewayLoop);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.bytes()).isEqualTo("whole".length());
        assertThat(answer.headers().names()).containsExactly("x-head");
        Eventually.holds(() -> tunnel.inFlight() == 0);
        assertThat(peer.closed.future().isComplete()).isFalse();
    }

    @Test
    void endsARequestAtItsTrailersAndDropsThem() throws Exception {
        Promise<RelayRequest> requests = Promise.promise();
        Promise<Long> whole = Promise.promise();
        ForeignGateway peer = new ForeignGateway();
        NetServer server = TunnelFixture.await(ends.vertx
                .createNetServer(TlsOptions.server(ends.gatewayTls, TunnelFixture.SHORT_TIMEOUTS))
                .connectHandler(peer::accept)
                .listen(0, "127.0.0.1"));
        TunnelDialer ignored = ends.dial(
                server.actualPort(),
                ends.connectionPointTls,
                TunnelFixture.SHORT_TIMEOUTS,
                TunnelFixture.hello(1),
                request -> {
                    requests.complete(request);
                    return TunnelFixture.size(request.body())
                            .onComplete(whole)
                            .map(read -> new RelayResponse(204, "No Content", HttpHeaders.headers(), null));
                });

        assertThat(TunnelFixture.await(whole.future())).isEqualTo("whole".length());
        assertThat(TunnelFixture.await(requests.future()).method()).isEqualTo("CCM_POST");
        assertThat(TunnelFixture.await(requests.future()).headers().names()).containsExactly("x-head");
        assertThat(TunnelFixture.await(requests.future()).abandoned().isComplete())
                .isFalse();
        assertThat(TunnelFixture.await(peer.answered.future())).isEqualTo("204");
    }

    @Test
    void failsOnlyTheExchangeWithAMalformedResponse() throws Exception {
        ForeignConnectionPoint peer = dial(new ControlMessage.Introduction(TunnelFixture.hello(1)));
        Tunnel tunnel = TunnelFixture.next(ends.gateway.up);

        RelayFailure failure = TunnelFixture.relayFailure(Future.future(done ->
                ends.gatewayLoop.runOnContext(go -> tunnel.relay(TunnelFixture.get(ForeignConnectionPoint.TWO_STATUSES))
                        .onComplete(done))));

        assertThat(failure.reason()).isEqualTo(FailureReason.BROKEN_OFF);
        assertThat(ends.exchange(tunnel, TunnelFixture.get("/x"), ends.gatewayLoop)
                        .status())
                .isEqualTo(200);
        assertThat(peer.closed.future().isComplete()).isFalse();
    }

    /** What waits for the end of the turn is neither sent nor kept: the class fails over a buffer that leaks. */
    @Test
    void releasesWhatItWroteInTheTurnInWhichItWasAborted() throws Exception {
        ForeignConnectionPoint peer = dial(new ControlMessage.Introduction(TunnelFixture.hello(1)));
        Tunnel tunnel = TunnelFixture.next(ends.gateway.up);

        RelayFailure failure = TunnelFixture.relayFailure(Future.future(done -> ends.gatewayLoop.runOnContext(go ->
                tunnel.relay(TunnelFixture.get(ForeignConnectionPoint.CUT)).onComplete(done))));

        assertThat(failure.reason()).isEqualTo(FailureReason.TUNNEL_LOST);
        TunnelFixture.await(peer.closed.future());
    }

    private ForeignConnectionPoint dial(ControlMessage... says) throws Exception {
        TunnelServer server = ends.listen(TunnelFixture.SHORT_TIMEOUTS);
        ForeignConnectionPoint peer = new ForeignConnectionPoint(List.of(says));
        client = ends.vertx.createNetClient(TlsOptions.client(ends.connectionPointTls, TunnelFixture.SHORT_TIMEOUTS));
        NetClient dialling = client;
        boolean encrypted = TunnelFixture.on(
                ends.connectionPointLoop,
                () -> dialling.connect(server.port(), "127.0.0.1", "127.0.0.1").map(connected -> {
                    ChannelHandlerContext last = ((NetSocketInternal) connected).channelHandlerContext();
                    last.pipeline().addBefore(last.name(), "tunnel", peer.codec);
                    return connected.isSsl(); // a closed socket is no longer
                }));
        assertThat(encrypted).isTrue();
        return peer;
    }

    /** A gateway that welcomes whoever comes and sends one request, with a body and trailers. */
    private static final class ForeignGateway implements Http2ConnectionListener {

        private final Promise<String> answered = Promise.promise();
        private final Http2Connection codec = new Http2Connection(
                false, TunnelFixture.SHORT_TIMEOUTS, Http2Connection.MAX_CONTROL_FRAMES_PER_SECOND, this);

        void accept(NetSocket socket) {
            ChannelHandlerContext last = ((NetSocketInternal) socket).channelHandlerContext();
            last.pipeline().addBefore(last.name(), "tunnel", codec);
            ControlStream control = new ControlStream(heard -> {}, codec);
            control.attach(open(TunnelProtocol.POST, TunnelProtocol.CONTROL_PATH, control));
            control.send(new ControlMessage.Welcome("odd"));
            TunnelStream stream = open(AsciiString.of("CCM_POST"), AsciiString.of("/x"), new ResponseRecorder());
            stream.sendData(Unpooled.copiedBuffer("whole", StandardCharsets.US_ASCII), () -> {});
            stream.sendHeaders(new HeaderList().add("x-trailer", "1"), true);
        }

        private TunnelStream open(AsciiString method, AsciiString path, Http2StreamListener listener) {
            HeaderList head =
                    new HeaderList().method(method).scheme(TunnelProtocol.HTTPS).path(path);
            if (!path.equals(TunnelProtocol.CONTROL_PATH)) {
                var unused = head.add("x-head", "1");
            }
            return Objects.requireNonNull(codec.open(head, false, listener), "a stream");
        }

        private final class ResponseRecorder implements Http2StreamListener {

            @Override
            public void onHeaders(HeaderList headers, boolean end) {
                answered.tryComplete(String.valueOf(headers.status()));
            }

            @Override
            public int onData(ByteBuf bytes, boolean end) {
                return bytes.readableBytes();
            }

            @Override
            public void onReset(long errorCode) {
                answered.tryFail("reset with " + errorCode);
            }

            @Override
            public void onClosed(ClosedBy cause) {
                answered.tryFail("closed by " + cause);
            }
        }

        @Override
        public Http2StreamListener onStream(TunnelStream stream, HeaderList headers, boolean end) {
            throw new IllegalStateException("an HTTP/2 server opens no streams");
        }

        @Override
        public void onSettings(Http2Settings settings) {}

        @Override
        public void onPong(long data) {}

        @Override
        public void onGoAway(int lastStreamId, long errorCode, String text) {}

        @Override
        public void onClosed(String cause) {
            answered.tryFail(cause);
        }
    }

    /** Says what it is told to on the control stream, and answers every request with a body and trailers, but for two. */
    private static final class ForeignConnectionPoint implements Http2ConnectionListener {

        static final String CUT = "/cut";
        static final String TWO_STATUSES = "/two-statuses";

        private final Promise<Void> closed = Promise.promise();
        private final Http2Connection codec = new Http2Connection(
                true, TunnelFixture.SHORT_TIMEOUTS, Http2Connection.MAX_CONTROL_FRAMES_PER_SECOND, this);
        private final List<ControlMessage> says;
        private @Nullable ControlStream control;

        private ForeignConnectionPoint(List<ControlMessage> says) {
            this.says = says;
        }

        @Override
        public Http2StreamListener onStream(TunnelStream stream, HeaderList headers, boolean end) {
            if (control != null && TWO_STATUSES.contentEquals(headers.path())) {
                stream.sendHeaders(new HeaderList().status("200").status("403"), true);
                return new IgnoringListener();
            }
            if (control != null) {
                answer(stream);
                if (CUT.contentEquals(headers.path())) {
                    codec.abort("as it was told");
                }
                return new IgnoringListener();
            }
            ControlStream first = new ControlStream(heard -> {}, codec);
            control = first;
            first.attach(stream);
            stream.sendHeaders(new HeaderList().status("200"), false);
            says.forEach(first::send);
            return first;
        }

        private void answer(TunnelStream stream) {
            stream.sendHeaders(new HeaderList().status("200").add("x-head", "1"), false);
            stream.sendData(Unpooled.copiedBuffer("whole", StandardCharsets.US_ASCII), () -> {});
            stream.sendHeaders(new HeaderList().add("x-trailer", "1"), true);
        }

        /** What comes on it is of no interest. */
        private static final class IgnoringListener implements Http2StreamListener {

            @Override
            public void onHeaders(HeaderList headers, boolean end) {}

            @Override
            public int onData(ByteBuf bytes, boolean end) {
                return bytes.readableBytes();
            }

            @Override
            public void onReset(long errorCode) {}

            @Override
            public void onClosed(ClosedBy cause) {}
        }

        @Override
        public void onSettings(Http2Settings settings) {}

        @Override
        public void onPong(long data) {}

        @Override
        public void onGoAway(int lastStreamId, long errorCode, String text) {}

        @Override
        public void onClosed(String cause) {
            closed.tryComplete();
        }
    }
}
