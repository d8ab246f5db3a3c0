package opencmg.tunnel.http2;

import io.netty.handler.codec.http2.Http2Settings;

/** Callbacks of one HTTP/2 connection, on its event loop. */
public interface Http2ConnectionListener {

    /** The peer's SETTINGS have arrived and are in force. */
    void onSettings(Http2Settings settings);

    /** The peer has opened a stream. The returned listener gets all further events of the stream. */
    Http2StreamListener onStream(TunnelStream stream, HeaderList headers, boolean end);

    /** The peer has acknowledged a PING. */
    void onPong(long data);

    /** The peer accepts no further streams. */
    void onGoAway(int lastStreamId, long errorCode, String text);

    /** The connection is closed; the last call. */
    void onClosed(String cause);
}
