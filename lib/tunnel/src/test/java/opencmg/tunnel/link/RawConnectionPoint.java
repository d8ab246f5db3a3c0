package opencmg.tunnel.link;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.streams.ReadStream;
import java.io.IOException;
import opencmg.tunnel.RelayFailure;
import opencmg.tunnel.RelayRequest;
import opencmg.tunnel.RelayResponse;
import opencmg.tunnel.Tunnel;

/** The peer is a connection point: it has dialled our gateway, and is the HTTP/2 server. */
final class RawConnectionPoint extends RawConnection {

    /** Status 200 in HPACK. */
    static final String OK = "88";

    final Tunnel tunnel;
    private Future<RelayResponse> open = Future.failedFuture("none yet");
    private Future<String> read = Future.failedFuture("none yet");
    private int served;

    RawConnectionPoint(RawPeerFixture fixture, RawPeer peer, String settings) throws Exception {
        super(fixture, peer);
        peer.readPreface();
        peer.write(Frame.frame(Frame.SETTINGS, 0, 0, settings) + Frame.frame(Frame.SETTINGS, Frame.ACK, 0, ""));
        int control = peer.next(Frame.HEADERS).stream();
        peer.write(Frame.windowUpdate(control, LARGE_WINDOW)
                + Frame.frame(Frame.HEADERS, HEAD, control, OK)
                + Frame.data(0, control, HandshakeMessages.hello()));
        readControlMessage();
        tunnel = TunnelFixture.next(fixture.ends.gateway.up);
    }

    Future<RelayResponse> relay(RelayRequest request) {
        Promise<RelayResponse> answer = Promise.promise();
        fixture.ends.gatewayLoop.runOnContext(go -> tunnel.relay(request).onComplete(answer));
        return answer.future();
    }

    private int begin(ReadStream<ByteBuf> body) throws IOException {
        open = relay(TunnelFixture.post("/x", body));
        return peer.next(Frame.HEADERS).stream();
    }

    @Override
    int open() throws IOException {
        return begin(new TunnelFixture.ControlledBody(tap -> {}));
    }

    @Override
    String answer(int stream) {
        return Frame.frame(Frame.HEADERS, HEAD, stream, OK);
    }

    @Override
    void awaitExchangeFailure() throws Exception {
        RelayFailure failure = TunnelFixture.relayFailure(open.compose(answer -> TestBodies.read(answer.body())));
        if (failure.reason().safeToRetry()) {
            throw new AssertionError("it cannot know that nothing was processed", failure);
        }
    }

    @Override
    int send(int bytes) throws IOException {
        return begin(TestBodies.tap(fixture.ends.vertx, TestBodies.of(bytes), Future.succeededFuture()));
    }

    @Override
    int receive() throws IOException {
        Promise<String> digest = Promise.promise();
        fixture.ends.gatewayLoop.runOnContext(go -> tunnel.relay(TunnelFixture.get("/x"))
                .compose(answer -> TestBodies.read(answer.body()))
                .onComplete(digest));
        read = digest.future();
        int stream = peer.next(Frame.HEADERS).stream();
        peer.write(answer(stream));
        return stream;
    }

    @Override
    String received() throws Exception {
        return TunnelFixture.await(read);
    }

    @Override
    MultiMap serve(String fields) throws Exception {
        Future<RelayResponse> answer = relay(TunnelFixture.get("/y"));
        served = peer.next(Frame.HEADERS).stream();
        peer.write(Frame.frame(Frame.HEADERS, WHOLE, served, OK + fields));
        return TunnelFixture.await(answer).headers();
    }

    @Override
    int served() {
        return served;
    }
}
