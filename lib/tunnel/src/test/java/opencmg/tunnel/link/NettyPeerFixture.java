package opencmg.tunnel.link;

import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import opencmg.tunnel.Relay;
import opencmg.tunnel.RelayRequest;
import opencmg.tunnel.RelayResponse;
import opencmg.tunnel.Tunnel;
import opencmg.tunnel.TunnelLimits;

/** One end of ours and one of Netty's on a socket with mutual TLS, and one way to carry bodies between them whichever end Netty is. */
abstract class NettyPeerFixture {

    /** Which end Netty is. */
    enum Netty {
        AS_GATEWAY,
        AS_CONNECTION_POINT;

        NettyPeerFixture meet(TunnelFixture ends, TunnelLimits limits, Http2Settings initial) throws Exception {
            return this == AS_GATEWAY
                    ? new NettyGateway(ends, limits, initial)
                    : new NettyConnectionPoint(ends, limits, initial);
        }
    }

    /** What came of Netty's half of an exchange. */
    record ReceivedMessage(MultiMap headers, String digest) {}

    /** An exchange with a body both ways: as Netty sees it, and what arrives at our end. */
    record CarriedExchange(NettyExchange there, Future<ReceivedMessage> here) {}

    final NettyPeer peer;

    private NettyPeerFixture(NettyPeer peer) {
        this.peer = peer;
    }

    CarriedExchange carry(byte[] ours, byte[] theirs) throws Exception {
        return carry(HttpHeaders.headers(), ours, new DefaultHttp2Headers(), theirs);
    }

    /** Both bodies on one stream, at the same time; as request and answer or the other way round. */
    abstract CarriedExchange carry(MultiMap ourHeaders, byte[] ours, Http2Headers theirHeaders, byte[] theirs)
            throws Exception;

    /** Cuts the connection, so that nobody waits for what is under way. */
    void close() throws Exception {
        peer.close();
        TunnelFixture.await(peer.closed.future());
    }

    /** Netty dials, and answers. */
    static final class NettyConnectionPoint extends NettyPeerFixture {

        final Tunnel tunnel;
        private final TunnelFixture ends;
        private final NetClient client; // kept: Vert.x closes a client that nobody holds

        NettyConnectionPoint(TunnelFixture ends, TunnelLimits limits, Http2Settings initial) throws Exception {
            super(NettyPeer.connectionPoint(initial));
            this.ends = ends;
            this.client = ends.vertx.createNetClient(TlsOptions.client(ends.connectionPointTls, limits));
            int port = ends.listen(limits).port();
            NetSocket unused =
                    TunnelFixture.on(ends.connectionPointLoop, () -> client.connect(port, "127.0.0.1", "127.0.0.1")
                            .onSuccess(peer::take));
            this.tunnel = TunnelFixture.next(ends.gateway.up);
        }

        @Override
        CarriedExchange carry(MultiMap ourHeaders, byte[] ours, Http2Headers theirHeaders, byte[] theirs)
                throws Exception {
            Promise<ReceivedMessage> here = Promise.promise();
            RelayRequest request = new RelayRequest(
                    "CCM_POST",
                    "/x",
                    ourHeaders,
                    ours.length == 0 ? null : TestBodies.tap(ends.vertx, ours, Future.succeededFuture()),
                    Promise.promise().future());
            ends.gatewayLoop.runOnContext(go -> tunnel.relay(request)
                    .compose(answer ->
                            TestBodies.read(answer.body()).map(read -> new ReceivedMessage(answer.headers(), read)))
                    .onComplete(here));
            NettyExchange there = TunnelFixture.next(peer.requests);
            there.head(theirHeaders.status("200"), false);
            there.send(theirs, there.whole.future()); // an answer that is whole before its request cuts that off
            return new CarriedExchange(there, here.future());
        }
    }

    /** Netty accepts, and asks. */
    static final class NettyGateway extends NettyPeerFixture {

        private record Answer(MultiMap headers, Buffer body, Promise<ReceivedMessage> requests) {}

        private final TunnelFixture ends;
        private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
        private final TunnelDialer dialer;

        NettyGateway(TunnelFixture ends, TunnelLimits limits, Http2Settings initial) throws Exception {
            super(NettyPeer.gateway(initial));
            this.ends = ends;
            this.dialer = dial(ends, limits, peer, this::answer);
        }

        @Override
        void close() throws Exception {
            super.close();
            TunnelFixture.await(dialer.close()); // it would dial again and again
        }

        /** Connects a dialer of ours to it. */
        static TunnelDialer dial(TunnelFixture ends, TunnelLimits limits, NettyPeer peer, Relay relay)
                throws Exception {
            NetServer server = TunnelFixture.await(ends.vertx
                    .createNetServer(TlsOptions.server(ends.gatewayTls, limits))
                    .connectHandler(peer::take)
                    .listen(0, "127.0.0.1"));
            TunnelDialer dialer =
                    ends.dial(server.actualPort(), ends.connectionPointTls, limits, TunnelFixture.hello(1), relay);
            TunnelFixture.await(peer.up.future());
            return dialer;
        }

        private Future<RelayResponse> answer(RelayRequest request) {
            Answer answer = answers.remove();
            Future<ReceivedMessage> read =
                    TestBodies.read(request.body()).map(digest -> new ReceivedMessage(request.headers(), digest));
            read.onComplete(answer.requests);
            return answer.body.length() == 0
                    ? read.map(end -> new RelayResponse(200, "OK", answer.headers, null))
                    : Future.succeededFuture(new RelayResponse(
                            200, "OK", answer.headers, TestBodies.tap(ends.vertx, answer.body.getBytes(), read)));
        }

        @Override
        CarriedExchange carry(MultiMap ourHeaders, byte[] ours, Http2Headers theirHeaders, byte[] theirs) {
            Answer answer = new Answer(ourHeaders, Buffer.buffer(ours), Promise.promise());
            answers.add(answer);
            NettyExchange there =
                    peer.ask(theirHeaders.method("CCM_POST").scheme("https").path("/x"), false);
            there.send(theirs, Future.succeededFuture());
            return new CarriedExchange(there, answer.requests.future());
        }
    }
}
