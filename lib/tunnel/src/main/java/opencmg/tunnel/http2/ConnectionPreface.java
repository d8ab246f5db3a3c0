package opencmg.tunnel.http2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import java.nio.charset.StandardCharsets;

/** What an HTTP/2 client must begin with (RFC 9113 3.4). */
final class ConnectionPreface {

    private static final int SHOWN = 40;

    private final ByteBuf missing;

    private ConnectionPreface(ByteBuf missing) {
        this.missing = missing;
    }

    /** For an HTTP/2 server. */
    static ConnectionPreface awaited() {
        return new ConnectionPreface(Http2CodecUtil.connectionPrefaceBuf());
    }

    /** For an HTTP/2 client: a server has none. */
    static ConnectionPreface none() {
        return new ConnectionPreface(Http2CodecUtil.connectionPrefaceBuf()
                .skipBytes(Http2CodecUtil.connectionPrefaceBuf().readableBytes()));
    }

    /**
     * Reads as much of it as has come.
     *
     * @return whether all of it has
     * @throws Http2Exception when something else has come
     */
    boolean isRead(ByteBuf in) throws Http2Exception {
        int size = Math.min(in.readableBytes(), missing.readableBytes());
        if (!ByteBufUtil.equals(in, in.readerIndex(), missing, missing.readerIndex(), size)) {
            throw Http2Exception.connectionError(
                    Http2Error.PROTOCOL_ERROR, "the other end does not speak HTTP/2: it begins with \"%s\"", shown(in));
        }
        in.skipBytes(size);
        missing.skipBytes(size);
        return !missing.isReadable();
    }

    private static String shown(ByteBuf in) {
        return in.toString(in.readerIndex(), Math.min(SHOWN, in.readableBytes()), StandardCharsets.US_ASCII)
                .replaceAll("[^\\x20-\\x7e]", ".");
    }
}
