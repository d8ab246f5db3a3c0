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
import opencmg.tunnel.exchange.HeaderMapping;
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
class OddPeerTest {

    @TempDir
    Path directory;

    private BothEnds ends;
    private @Nullable NetClient client; // kept: Vert.x closes a client that nobody holds

    @BeforeEach
    void start() throws Exception {
        ends = new BothEnds(directory);
    }

    @AfterEach
    void stop() throws Exception {
        ends.close();
    }

    @Test
    void cutsAConnectionWithASecondHello() throws Exception {
        ControlMessage hello = new ControlMessage.Introduction(BothEnds.hello(1));
        OddPeer peer = dial(hello, hello);

        assertThat(BothEnds.next(ends.gateway.up).peer()).isEqualTo(BothEnds.hello(1));
        assertThat(BothEnds.next(ends.gateway.down)).isEqualTo("a second hello");
        BothEnds.await(peer.closed.future());
    }

    @Test
    void cutsAConnectionThatBringsASiteBeforeItSaysHello() throws Exception {
        OddPeer peer = dial(new ControlMessage.Site(1, Buffer.buffer("{}")));

        BothEnds.await(peer.closed.future());
        assertThat(ends.gateway.up).isEmpty();
        assertThat(ends.gateway.sites).isEmpty();
    }

    @Test
    void endsAnAnswerAtItsTrailersAndPassesNothingOfThemOn() throws Exception {
        OddPeer peer = dial(new ControlMessage.Introduction(BothEnds.hello(1)));
        Tunnel tunnel = BothEnds.next(ends.gateway.up);

        BothEnds.Answer answer = ends.exchange(tunnel, BothEnds.get("/x"), ends.gatewayLoop);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.bytes()).isEqualTo("whole".length());
        assertThat(answer.headers().names()).containsExactly("x-head");
        Eventually.holds(() -> tunnel.inFlight() == 0);
        assertThat(peer.closed.future().isComplete()).isFalse();
    }

    @Test
    void endsARequestAtItsTrailersAndPassesNothingOfThemOn() throws Exception {
        Promise<RelayRequest> asked = Promise.promise();
        Promise<Long> whole = Promise.promise();
        OddGateway peer = new OddGateway();
        NetServer server = BothEnds.await(ends.vertx
                .createNetServer(TlsOptions.server(ends.gatewayTls, BothEnds.QUICK))
                .connectHandler(peer::accept)
                .listen(0, "127.0.0.1"));
        TunnelDialer ignored =
                ends.dial(server.actualPort(), ends.connectionPointTls, BothEnds.QUICK, BothEnds.hello(1), request -> {
                    asked.complete(request);
                    return BothEnds.size(request.body())
                            .onComplete(whole)
                            .map(read -> new RelayResponse(204, "No Content", HttpHeaders.headers(), null));
                });

        assertThat(BothEnds.await(whole.future())).isEqualTo("whole".length());
        assertThat(BothEnds.await(asked.future()).method()).isEqualTo("CCM_POST");
        assertThat(BothEnds.await(asked.future()).headers().names()).containsExactly("x-head");
        assertThat(BothEnds.await(asked.future()).abandoned().isComplete()).isFalse();
        assertThat(BothEnds.await(peer.answered.future())).isEqualTo("204");
    }

    @Test
    void failsNothingButTheExchangeWhoseAnswerIsMalformed() throws Exception {
        OddPeer peer = dial(new ControlMessage.Introduction(BothEnds.hello(1)));
        Tunnel tunnel = BothEnds.next(ends.gateway.up);

        RelayFailure failure = BothEnds.failureIn(Future.future(done -> ends.gatewayLoop.runOnContext(
                go -> tunnel.relay(BothEnds.get(OddPeer.TWO_STATUSES)).onComplete(done))));

        assertThat(failure.reason()).isEqualTo(FailureReason.BROKEN_OFF);
        assertThat(ends.exchange(tunnel, BothEnds.get("/x"), ends.gatewayLoop).status())
                .isEqualTo(200);
        assertThat(peer.closed.future().isComplete()).isFalse();
    }

    /** What waits for the end of the turn is neither sent nor kept: the class fails over a buffer that leaks. */
    @Test
    void losesWhatItWroteInTheTurnInWhichItWasCut() throws Exception {
        OddPeer peer = dial(new ControlMessage.Introduction(BothEnds.hello(1)));
        Tunnel tunnel = BothEnds.next(ends.gateway.up);

        RelayFailure failure = BothEnds.failureIn(Future.future(done -> ends.gatewayLoop.runOnContext(
                go -> tunnel.relay(BothEnds.get(OddPeer.CUT)).onComplete(done))));

        assertThat(failure.reason()).isEqualTo(FailureReason.TUNNEL_LOST);
        BothEnds.await(peer.closed.future());
    }

    private OddPeer dial(ControlMessage... says) throws Exception {
        TunnelServer server = ends.listen(BothEnds.QUICK);
        OddPeer peer = new OddPeer(List.of(says));
        client = ends.vertx.createNetClient(TlsOptions.client(ends.connectionPointTls, BothEnds.QUICK));
        NetClient dialling = client;
        NetSocket socket =
                BothEnds.on(ends.connectionPointLoop, () -> dialling.connect(server.port(), "127.0.0.1", "127.0.0.1")
                        .onSuccess(connected -> {
                            ChannelHandlerContext last = ((NetSocketInternal) connected).channelHandlerContext();
                            last.pipeline().addBefore(last.name(), "tunnel", peer.codec);
                        }));
        assertThat(socket.isSsl()).isTrue();
        return peer;
    }

    /** A gateway that welcomes whoever comes and sends one request, with a body and trailers. */
    private static final class OddGateway implements Http2ConnectionListener {

        private final Promise<String> answered = Promise.promise();
        private final Http2Connection codec = Http2Connection.create(false, BothEnds.QUICK, this);

        void accept(NetSocket socket) {
            ChannelHandlerContext last = ((NetSocketInternal) socket).channelHandlerContext();
            last.pipeline().addBefore(last.name(), "tunnel", codec);
            ControlStream control = new ControlStream(heard -> {}, codec::cut);
            control.on(open(TunnelProtocol.POST, TunnelProtocol.CONTROL_PATH, control));
            control.send(new ControlMessage.Welcome("odd"));
            TunnelStream stream = open(AsciiString.of("CCM_POST"), AsciiString.of("/x"), new Asking());
            stream.data(Unpooled.copiedBuffer("whole", StandardCharsets.US_ASCII), () -> {});
            stream.headers(new HeaderList().add("x-trailer", "1"), true);
        }

        private TunnelStream open(AsciiString method, AsciiString path, Http2StreamListener listener) {
            HeaderList head =
                    new HeaderList().method(method).scheme(TunnelProtocol.HTTPS).path(path);
            if (!path.equals(TunnelProtocol.CONTROL_PATH)) {
                var unused = head.add("x-head", "1");
            }
            return Objects.requireNonNull(codec.open(head, false, listener), "a stream");
        }

        private final class Asking implements Http2StreamListener {

            @Override
            public void headers(HeaderList headers, boolean end) {
                answered.tryComplete(String.valueOf(headers.status()));
            }

            @Override
            public int data(ByteBuf bytes, boolean end) {
                return bytes.readableBytes();
            }

            @Override
            public void reset(long errorCode) {
                answered.tryFail("reset with " + errorCode);
            }

            @Override
            public void closed(ClosedBy cause) {
                answered.tryFail("closed by " + cause);
            }
        }

        @Override
        public Http2StreamListener opened(TunnelStream stream, HeaderList headers, boolean end) {
            throw new IllegalStateException("an HTTP/2 server opens no streams");
        }

        @Override
        public void settings(Http2Settings settings) {}

        @Override
        public void pong(long data) {}

        @Override
        public void goAway(int lastStreamId, long errorCode, String text) {}

        @Override
        public void closed(String cause) {
            answered.tryFail(cause);
        }
    }

    /** Says what it is told to on the control stream, and answers every request with a body and trailers, but for two. */
    private static final class OddPeer implements Http2ConnectionListener {

        static final String CUT = "/cut";
        static final String TWO_STATUSES = "/two-statuses";

        private final Promise<Void> closed = Promise.promise();
        private final Http2Connection codec = Http2Connection.create(true, BothEnds.QUICK, this);
        private final List<ControlMessage> says;
        private @Nullable ControlStream control;

        private OddPeer(List<ControlMessage> says) {
            this.says = says;
        }

        @Override
        public Http2StreamListener opened(TunnelStream stream, HeaderList headers, boolean end) {
            if (control != null && HeaderMapping.target(headers).equals(TWO_STATUSES)) {
                stream.headers(new HeaderList().status("200").status("403"), true);
                return new Answered();
            }
            if (control != null) {
                answer(stream);
                if (HeaderMapping.target(headers).equals(CUT)) {
                    codec.cut("as it was told");
                }
                return new Answered();
            }
            ControlStream first = new ControlStream(heard -> {}, codec::cut);
            control = first;
            first.on(stream);
            stream.headers(HeaderMapping.ok(), false);
            says.forEach(first::send);
            return first;
        }

        private void answer(TunnelStream stream) {
            stream.headers(new HeaderList().status("200").add("x-head", "1"), false);
            stream.data(Unpooled.copiedBuffer("whole", StandardCharsets.US_ASCII), () -> {});
            stream.headers(new HeaderList().add("x-trailer", "1"), true);
        }

        /** What comes on it is of no interest. */
        private static final class Answered implements Http2StreamListener {

            @Override
            public void headers(HeaderList headers, boolean end) {}

            @Override
            public int data(ByteBuf bytes, boolean end) {
                return bytes.readableBytes();
            }

            @Override
            public void reset(long errorCode) {}

            @Override
            public void closed(ClosedBy cause) {}
        }

        @Override
        public void settings(Http2Settings settings) {}

        @Override
        public void pong(long data) {}

        @Override
        public void goAway(int lastStreamId, long errorCode, String text) {}

        @Override
        public void closed(String cause) {
            closed.tryComplete();
        }
    }
}
