package opencmg.tunnel.http2;

import io.netty.handler.codec.http2.Http2Settings;

/** What one HTTP/2 connection hears; every call is on its event loop. */
public interface Http2ConnectionListener {

    /** The peer's SETTINGS: what it lets us do. */
    void settings(Http2Settings settings);

    /** The peer opens a stream; the answer hears everything further of it. */
    Http2StreamListener opened(TunnelStream stream, HeaderList headers, boolean end);

    /** The answer to a PING. */
    void pong(long data);

    /** The peer will take no further streams. */
    void goAway(int lastStreamId, long errorCode, String text);

    /** The connection is gone; the last call. */
    void closed(String cause);
}
