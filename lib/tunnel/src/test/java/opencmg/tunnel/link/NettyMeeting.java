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
abstract class NettyMeeting {

    /** Which end Netty is. */
    enum Netty {
        AS_GATEWAY,
        AS_CONNECTION_POINT;

        NettyMeeting meet(BothEnds ends, TunnelLimits limits, Http2Settings initial) throws Exception {
            return this == AS_GATEWAY
                    ? new NettyGateway(ends, limits, initial)
                    : new NettyConnectionPoint(ends, limits, initial);
        }
    }

    /** What came of Netty's half of an exchange. */
    record Arrived(MultiMap headers, String digest) {}

    /** An exchange with a body both ways: as Netty sees it, and what arrives at our end. */
    record Carried(NettyExchange there, Future<Arrived> here) {}

    final NettyPeer peer;

    private NettyMeeting(NettyPeer peer) {
        this.peer = peer;
    }

    Carried carry(byte[] ours, byte[] theirs) throws Exception {
        return carry(HttpHeaders.headers(), ours, new DefaultHttp2Headers(), theirs);
    }

    /** Both bodies on one stream, at the same time; as request and answer or the other way round. */
    abstract Carried carry(MultiMap ourHeaders, byte[] ours, Http2Headers theirHeaders, byte[] theirs) throws Exception;

    /** Cuts the connection, so that nobody waits for what is under way. */
    void close() throws Exception {
        peer.close();
        BothEnds.await(peer.closed.future());
    }

    /** Netty dials, and answers. */
    static final class NettyConnectionPoint extends NettyMeeting {

        final Tunnel tunnel;
        private final BothEnds ends;
        private final NetClient client; // kept: Vert.x closes a client that nobody holds

        NettyConnectionPoint(BothEnds ends, TunnelLimits limits, Http2Settings initial) throws Exception {
            super(NettyPeer.connectionPoint(initial));
            this.ends = ends;
            this.client = ends.vertx.createNetClient(TlsOptions.client(ends.connectionPointTls, limits));
            int port = ends.listen(limits).port();
            NetSocket unused =
                    BothEnds.on(ends.connectionPointLoop, () -> client.connect(port, "127.0.0.1", "127.0.0.1")
                            .onSuccess(peer::take));
            this.tunnel = BothEnds.next(ends.gateway.up);
        }

        @Override
        Carried carry(MultiMap ourHeaders, byte[] ours, Http2Headers theirHeaders, byte[] theirs) throws Exception {
            Promise<Arrived> here = Promise.promise();
            RelayRequest request = new RelayRequest(
                    "CCM_POST",
                    "/x",
                    ourHeaders,
                    ours.length == 0 ? null : Bodies.tap(ends.vertx, ours, Future.succeededFuture()),
                    Promise.promise().future());
            ends.gatewayLoop.runOnContext(go -> tunnel.relay(request)
                    .compose(answer -> Bodies.read(answer.body()).map(read -> new Arrived(answer.headers(), read)))
                    .onComplete(here));
            NettyExchange there = BothEnds.next(peer.asked);
            there.head(theirHeaders.status("200"), false);
            there.send(theirs, there.whole.future()); // an answer that is whole before its request cuts that off
            return new Carried(there, here.future());
        }
    }

    /** Netty accepts, and asks. */
    static final class NettyGateway extends NettyMeeting {

        private record Answer(MultiMap headers, Buffer body, Promise<Arrived> asked) {}

        private final BothEnds ends;
        private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
        private final TunnelDialer dialer;

        NettyGateway(BothEnds ends, TunnelLimits limits, Http2Settings initial) throws Exception {
            super(NettyPeer.gateway(initial));
            this.ends = ends;
            this.dialer = dial(ends, limits, peer, this::answer);
        }

        @Override
        void close() throws Exception {
            super.close();
            BothEnds.await(dialer.close()); // it would dial again and again
        }

        /** Connects a dialer of ours to it. */
        static TunnelDialer dial(BothEnds ends, TunnelLimits limits, NettyPeer peer, Relay relay) throws Exception {
            NetServer server = BothEnds.await(ends.vertx
                    .createNetServer(TlsOptions.server(ends.gatewayTls, limits))
                    .connectHandler(peer::take)
                    .listen(0, "127.0.0.1"));
            TunnelDialer dialer =
                    ends.dial(server.actualPort(), ends.connectionPointTls, limits, BothEnds.hello(1), relay);
            BothEnds.await(peer.up.future());
            return dialer;
        }

        private Future<RelayResponse> answer(RelayRequest request) {
            Answer answer = answers.remove();
            Future<Arrived> read = Bodies.read(request.body()).map(digest -> new Arrived(request.headers(), digest));
            read.onComplete(answer.asked);
            return answer.body.length() == 0
                    ? read.map(end -> new RelayResponse(200, "OK", answer.headers, null))
                    : Future.succeededFuture(new RelayResponse(
                            200, "OK", answer.headers, Bodies.tap(ends.vertx, answer.body.getBytes(), read)));
        }

        @Override
        Carried carry(MultiMap ourHeaders, byte[] ours, Http2Headers theirHeaders, byte[] theirs) {
            Answer answer = new Answer(ourHeaders, Buffer.buffer(ours), Promise.promise());
            answers.add(answer);
            NettyExchange there =
                    peer.ask(theirHeaders.method("CCM_POST").scheme("https").path("/x"), false);
            there.send(theirs, Future.succeededFuture());
            return new Carried(there, answer.asked.future());
        }
    }
}
