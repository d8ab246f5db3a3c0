package opencmg.tunnel.link;

import io.vertx.core.MultiMap;
import java.io.IOException;

/** The peer is a gateway: our connection point has dialled it, and it is the HTTP/2 client. */
final class RawGateway extends RawConnection {

    private int last = CONTROL_STREAM;

    RawGateway(RawMeeting meeting, RawPeer peer, String settings) throws Exception {
        super(meeting, peer);
        peer.write(RawPeer.PREFACE
                + Frame.frame(Frame.SETTINGS, 0, 0, settings)
                + Frame.frame(Frame.HEADERS, HEAD, CONTROL_STREAM, request(true, "/opencmg/control"))
                + Frame.windowUpdate(CONTROL_STREAM, PLENTY));
        Frame settingsOfOurs = peer.next(Frame.SETTINGS);
        if (settingsOfOurs.has(Frame.ACK)) {
            throw new AssertionError("it acknowledges before it says its own");
        }
        peer.write(Frame.frame(Frame.SETTINGS, Frame.ACK, 0, ""));
        hear();
        peer.write(Frame.data(0, CONTROL_STREAM, FirstWords.welcome()));
        String unused = BothEnds.next(meeting.ends.dialling.up);
    }

    /** Its stream. */
    int ask(int flags, String path, String fields) throws IOException {
        last += 2;
        peer.write(Frame.frame(Frame.HEADERS, flags, last, request((flags & Frame.END_STREAM) == 0, path) + fields));
        return last;
    }

    @Override
    int open() throws IOException {
        return ask(HEAD, RawMeeting.HOLD, "");
    }

    @Override
    String answer(int stream) {
        return "";
    }

    @Override
    void awaitFailure() throws Exception {
        BothEnds.await(BothEnds.next(meeting.held).abandoned().<Void>mapEmpty());
    }

    @Override
    int send(int bytes) throws IOException {
        int stream = ask(WHOLE, RawMeeting.BODY + bytes, "");
        Frame unused = peer.next(Frame.HEADERS);
        return stream;
    }

    @Override
    int receive() throws IOException {
        return ask(HEAD, RawMeeting.READ, "");
    }

    @Override
    String received() throws Exception {
        Frame answer = peer.next(Frame.HEADERS);
        if (!answer.has(Frame.END_STREAM)) {
            throw new AssertionError("an answer was to come, but it was " + answer);
        }
        return BothEnds.next(meeting.read);
    }

    @Override
    MultiMap serve(String fields) throws Exception {
        int stream = ask(WHOLE, RawMeeting.SERVE, fields);
        Frame answer = peer.next(Frame.HEADERS);
        if (answer.stream() != stream || !answer.has(Frame.END_STREAM)) {
            throw new AssertionError("an answer was to come, but it was " + answer);
        }
        return BothEnds.next(meeting.served).headers();
    }

    @Override
    int served() {
        return last;
    }
}
