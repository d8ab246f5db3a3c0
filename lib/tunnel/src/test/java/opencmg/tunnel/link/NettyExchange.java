package opencmg.tunnel.link;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.DefaultHttp2WindowUpdateFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameStream;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/** One stream as a {@link NettyPeer} sees it. Events arrive on the peer's loop; sends may come from any thread. */
@SuppressWarnings("FutureReturnValueIgnored")
final class NettyExchange {

    /** Header lists in their order: interim ones, the head, trailers. */
    final BlockingQueue<Http2Headers> heads = new LinkedBlockingQueue<>();

    /** Digest of the body, once the stream has ended; fails when it is broken off. */
    final Promise<String> whole = Promise.promise();

    /** Why the other end reset it. */
    final Promise<Http2Error> reset = Promise.promise();

    /** Body bytes so far. */
    final AtomicLong bytes = new AtomicLong();

    private final NettyPeer peer;
    private final Http2FrameStream stream;
    private final MessageDigest digest = TestBodies.sha256();
    private boolean withholdCredit;
    private int owed;

    NettyExchange(NettyPeer peer, Http2FrameStream stream) {
        this.peer = peer;
        this.stream = stream;
        this.withholdCredit = peer.withholdCredit;
    }

    Http2FrameStream stream() {
        return stream;
    }

    // ------------------------------------------------------------------ what comes

    void headers(Http2HeadersFrame frame) {
        heads.add(frame.headers());
        came(frame.isEndStream());
    }

    void data(Http2DataFrame frame) {
        digest.update(frame.content().nioBuffer());
        bytes.addAndGet(frame.content().readableBytes());
        owed += frame.initialFlowControlledBytes();
        credit();
        came(frame.isEndStream());
    }

    private void came(boolean end) {
        if (end) {
            whole.tryComplete(HexFormat.of().formatHex(digest.digest()));
        }
    }

    void reset(long code) {
        reset.tryComplete(Http2Error.valueOf(code));
        broke(new IllegalStateException("reset with " + Http2Error.valueOf(code)));
    }

    void broke(Throwable cause) {
        whole.tryFail(cause);
        reset.tryFail(cause);
    }

    private void credit() {
        if (!withholdCredit && owed > 0) {
            peer.write(new DefaultHttp2WindowUpdateFrame(owed).stream(stream));
            owed = 0;
        }
    }

    // ------------------------------------------------------------------ what is sent

    /** Gives the windows back from now on, and what was withheld so far. */
    void grant() {
        peer.onLoop(() -> {
            withholdCredit = false;
            credit();
        });
    }

    void head(Http2Headers head, boolean end) {
        peer.onLoop(() -> peer.write(new DefaultHttp2HeadersFrame(head, end, peer.padding).stream(stream)));
    }

    /** Sends a body, each frame when the one before is in the socket, and ends the stream after it as soon as it may end. */
    void send(byte[] body, Future<?> mayEnd) {
        peer.onLoop(() -> send(body, 0, mayEnd));
    }

    private void send(byte[] body, int from, Future<?> mayEnd) {
        int to = Math.min(body.length, from + peer.frameSize);
        boolean last = to == body.length;
        boolean end = last && peer.trailers == null && mayEnd.isComplete();
        peer.writing(new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(body, from, to - from), end, peer.padding)
                        .stream(stream))
                .addListener(written -> {
                    if (!last && written.isSuccess()) {
                        send(body, to, mayEnd);
                    } else if (last && !end) {
                        mayEnd.onComplete(now -> peer.onLoop(this::end));
                    }
                });
    }

    private void end() {
        Http2Headers trailers = peer.trailers;
        peer.write(
                trailers == null
                        ? new DefaultHttp2DataFrame(Unpooled.EMPTY_BUFFER, true).stream(stream)
                        : new DefaultHttp2HeadersFrame(trailers, true).stream(stream));
    }

    void reset(Http2Error error) {
        peer.onLoop(() -> peer.write(new DefaultHttp2ResetFrame(error).stream(stream)));
    }
}
