package opencmg.tunnel.link;

import io.vertx.core.MultiMap;
import java.io.IOException;

/** The peer is a gateway: our connection point has dialled it, and it is the HTTP/2 client. */
final class RawGateway extends RawConnection {

    private int last = CONTROL_STREAM;

    RawGateway(RawPeerFixture fixture, RawPeer peer, String settings) throws Exception {
        super(fixture, peer);
        peer.write(RawPeer.PREFACE
                + Frame.frame(Frame.SETTINGS, 0, 0, settings)
                + Frame.frame(Frame.HEADERS, HEAD, CONTROL_STREAM, request(true, "/opencmg/control"))
                + Frame.windowUpdate(CONTROL_STREAM, LARGE_WINDOW));
        Frame settingsOfOurs = peer.next(Frame.SETTINGS);
        if (settingsOfOurs.has(Frame.ACK)) {
            throw new AssertionError("it acknowledges before it says its own");
        }
        peer.write(Frame.frame(Frame.SETTINGS, Frame.ACK, 0, ""));
        readControlMessage();
        peer.write(Frame.data(0, CONTROL_STREAM, HandshakeMessages.welcome()));
        String unused = TunnelFixture.next(fixture.ends.dialling.up);
    }

    /** Its stream. */
    int ask(int flags, String path, String fields) throws IOException {
        last += 2;
        peer.write(Frame.frame(Frame.HEADERS, flags, last, request((flags & Frame.END_STREAM) == 0, path) + fields));
        return last;
    }

    @Override
    int open() throws IOException {
        return ask(HEAD, RawPeerFixture.HOLD, "");
    }

    @Override
    String answer(int stream) {
        return "";
    }

    @Override
    void awaitExchangeFailure() throws Exception {
        TunnelFixture.await(TunnelFixture.next(fixture.held).abandoned().<Void>mapEmpty());
    }

    @Override
    int send(int bytes) throws IOException {
        int stream = ask(WHOLE, RawPeerFixture.BODY + bytes, "");
        Frame unused = peer.next(Frame.HEADERS);
        return stream;
    }

    @Override
    int receive() throws IOException {
        return ask(HEAD, RawPeerFixture.READ, "");
    }

    @Override
    String received() throws Exception {
        Frame answer = peer.next(Frame.HEADERS);
        if (!answer.has(Frame.END_STREAM)) {
            throw new AssertionError("an answer was to come, but it was " + answer);
        }
        return TunnelFixture.next(fixture.read);
    }

    @Override
    MultiMap serve(String fields) throws Exception {
        int stream = ask(WHOLE, RawPeerFixture.SERVE, fields);
        Frame answer = peer.next(Frame.HEADERS);
        if (answer.stream() != stream || !answer.has(Frame.END_STREAM)) {
            throw new AssertionError("an answer was to come, but it was " + answer);
        }
        return TunnelFixture.next(fixture.served).headers();
    }

    @Override
    int served() {
        return last;
    }
}
