package opencmg.tunnel.http2;

import io.netty.buffer.ByteBuf;

/** Callbacks of one HTTP/2 stream, on the connection's event loop. */
public interface Http2StreamListener {

    /** A header list has arrived: the head of a request or response, or trailers. */
    void onHeaders(HeaderList headers, boolean end);

    /**
     * Body bytes have arrived; they are valid during the call.
     *
     * @return how many bytes the peer may send again at once; the rest is returned later with {@link TunnelStream#credit}
     */
    int onData(ByteBuf bytes, boolean end);

    /** The peer has reset the stream; {@link #onClosed} follows. */
    void onReset(long errorCode);

    /** The stream is closed, for whatever reason; the last call. */
    void onClosed(ClosedBy cause);

    /** Why a stream closed. */
    enum ClosedBy {
        /** Both sides have ended it, or one of them has reset it. */
        STREAM,
        /** Its id is above the last one that the peer's GOAWAY says it has seen. */
        GOAWAY,
        /** The connection was closed. */
        CONNECTION
    }
}
