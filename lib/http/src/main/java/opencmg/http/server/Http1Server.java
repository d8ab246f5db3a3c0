package opencmg.http.server;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.stream.ChunkedWriteHandler;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import opencmg.http.HeadLimits;
import opencmg.http.codec.HeadEncoder;
import opencmg.http.codec.Octets;

/** Serves HTTP/1.1 on the connections that one event loop accepts, and holds what they share. */
public final class Http1Server {

    /** Writing to a slow reader pauses when 256 KiB are pending, until 128 KiB are left. */
    private static final WriteBufferWaterMark PENDING_WRITES = new WriteBufferWaterMark(128 << 10, 256 << 10);

    private final ContextInternal loop;
    private final HeadLimits limits;
    private final Octets octets = new Octets();
    private final HeadEncoder encoder = new HeadEncoder(octets);

    public Http1Server(ContextInternal loop, HeadLimits limits) {
        this.loop = loop;
        this.limits = limits;
    }

    /** Takes over a connection after its TLS handshake. Call it on the loop. Nothing is decoded before {@link ServerConnection#serve}. */
    public ServerConnection accept(NetSocket socket) {
        ChannelHandlerContext vertx = ((NetSocketInternal) socket).channelHandlerContext();
        return new ServerConnection(this, vertx);
    }

    /** Puts the connection before the handler of Vert.x, and removes the handler that is only for sending files. */
    static void install(ServerConnection connection, ChannelHandlerContext vertx) {
        ChannelPipeline pipeline = vertx.pipeline();
        pipeline.addBefore(vertx.name(), "http1", connection);
        if (pipeline.get(ChunkedWriteHandler.class) != null) {
            pipeline.remove(ChunkedWriteHandler.class);
        }
        vertx.channel().config().setWriteBufferWaterMark(PENDING_WRITES);
    }

    ContextInternal loop() {
        return loop;
    }

    HeadLimits limits() {
        return limits;
    }

    Octets octets() {
        return octets;
    }

    HeadEncoder encoder() {
        return encoder;
    }
}
