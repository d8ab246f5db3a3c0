package opencmg.tunnel.http2;

import io.netty.buffer.ByteBuf;

/** What one HTTP/2 stream hears; every call is on the connection's event loop. */
public interface Http2StreamListener {

    /** A header list: request or answer head, or trailers. */
    void headers(HeaderList headers, boolean end);

    /**
     * Body bytes, valid during the call.
     *
     * @return how many bytes the peer may send anew at once; the rest is given back with {@link TunnelStream#credit}
     */
    int data(ByteBuf bytes, boolean end);

    /** The peer gave the stream up. */
    void reset(long errorCode);

    /** The stream is gone, for whichever reason; the last call. */
    void closed(ClosedBy cause);

    /** Why a stream closed before its time. */
    enum ClosedBy {
        /** Both sides had ended it, or one of them had reset it. */
        STREAM,
        /** Its id is above the last one that the peer's GOAWAY says it has seen. */
        GOAWAY,
        /** The connection went. */
        CONNECTION
    }
}
