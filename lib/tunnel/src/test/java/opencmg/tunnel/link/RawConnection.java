package opencmg.tunnel.link;

import io.vertx.core.MultiMap;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** A tunnel connection of ours that is up and has a {@link RawPeer} at its other end: what is to be said differently to the two ends of ours. */
abstract class RawConnection implements AutoCloseable {

    /** For a head, and for one that is all. */
    static final int HEAD = Frame.END_HEADERS;

    static final int WHOLE = Frame.END_HEADERS | Frame.END_STREAM;

    static final int CONTROL_STREAM = 1;

    /** For the control stream, so that it never waits for a window. */
    static final int LARGE_WINDOW = 60_000;

    final RawPeerFixture fixture;
    final RawPeer peer;

    RawConnection(RawPeerFixture fixture, RawPeer peer) {
        this.fixture = fixture;
        this.peer = peer;
    }

    /** Begins an exchange whose request is not whole, and whose answer has not begun. Its stream. */
    abstract int open() throws Exception;

    /** The head of an answer, where the peer is who answers; nothing otherwise. */
    abstract String answer(int stream);

    /** Waits until our end has noticed that the open exchange came to nothing. */
    abstract void awaitExchangeFailure() throws Exception;

    /** Begins an exchange in which our end sends a body of that length. Its stream. */
    abstract int send(int bytes) throws Exception;

    /** Begins one in which our end reads a body, which the test is to send. Its stream. */
    abstract int receive() throws Exception;

    /** Waits until that is read. Its digest. */
    abstract String received() throws Exception;

    /** Carries an exchange whose one head has these fields, in HPACK. What our end makes of them. */
    abstract MultiMap serve(String fields) throws Exception;

    /** The stream of the exchange that was served last. */
    abstract int served();

    /** All that our end says until it answers a PING that is sent now, or closes. */
    final List<Frame> readUntilPong() throws IOException {
        peer.write(Frame.frame(Frame.PING, 0, 0, "0123456789abcdef"));
        List<Frame> said = new ArrayList<>();
        do {
            said.add(peer.read());
        } while (said.get(said.size() - 1).type() != Frame.PING
                && said.get(said.size() - 1).type() != Frame.GOAWAY);
        return said;
    }

    /** Reads the first message on the control stream, in however many frames, and gives the window of the connection back that it took. */
    final void readControlMessage() throws IOException {
        String said = peer.next(Frame.DATA).payload();
        while (said.length() < 8 || said.length() < 2 * (4 + HexFormat.fromHexDigits(said, 0, 8))) {
            said += peer.next(Frame.DATA).payload();
        }
        peer.write(Frame.windowUpdate(0, said.length() / 2));
    }

    /** A request in HPACK (RFC 7541 6): GET or POST, https, and a path that is neither indexed nor Huffman coded. */
    static String request(boolean post, String path) {
        byte[] text = path.getBytes(StandardCharsets.US_ASCII);
        return (post ? "83" : "82")
                + "87 04 %02x".formatted(text.length)
                + HexFormat.of().formatHex(text);
    }

    @Override
    public void close() throws IOException {
        peer.close();
    }
}
