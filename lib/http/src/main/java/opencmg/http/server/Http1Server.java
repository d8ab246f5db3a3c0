package opencmg.http.server;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.stream.ChunkedWriteHandler;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import opencmg.http.HeadLimits;
import opencmg.http.codec.Octets;
import opencmg.http.codec.ResponseHeadWriter;

/** Makes HTTP/1.1 of the connections that one event loop accepts, and has what they share. */
public final class Http1Server {

    /** A client that reads slowly gets no more when 256 KiB wait for it, until there are 128. */
    private static final WriteBufferWaterMark WAITING = new WriteBufferWaterMark(128 << 10, 256 << 10);

    private final ContextInternal loop;
    private final HeadLimits limits;
    private final Octets octets = new Octets();
    private final ResponseHeadWriter heads = new ResponseHeadWriter(octets);

    public Http1Server(ContextInternal loop, HeadLimits limits) {
        this.loop = loop;
        this.limits = limits;
    }

    /** Takes a connection over, behind its TLS handshake. Nothing comes out of it before {@link ServerConnection#serve}. On the loop. */
    public ServerConnection accept(NetSocket socket) {
        ChannelHandlerContext vertx = ((NetSocketInternal) socket).channelHandlerContext();
        return new ServerConnection(this, vertx);
    }

    /** Puts a connection in front of Vert.x' handler, and takes out of its way what is there for files. */
    static void install(ServerConnection connection, ChannelHandlerContext vertx) {
        ChannelPipeline pipeline = vertx.pipeline();
        pipeline.addBefore(vertx.name(), "http1", connection);
        if (pipeline.get(ChunkedWriteHandler.class) != null) {
            pipeline.remove(ChunkedWriteHandler.class);
        }
        vertx.channel().config().setWriteBufferWaterMark(WAITING);
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

    ResponseHeadWriter heads() {
        return heads;
    }
}
