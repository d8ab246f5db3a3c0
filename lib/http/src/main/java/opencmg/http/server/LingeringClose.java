package opencmg.http.server;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;

/**
 * The end of a connection whose client may still be sending: our side says that it is over, what comes is thrown away before TLS looks at it, and
 * the socket is closed when the client does so or a moment has passed. Closing at once would reset the connection, and the reset may overtake the
 * answer (RFC 9112 section 9.6).
 */
@SuppressWarnings("FutureReturnValueIgnored") // whatever fails, the socket is closed in the end
final class LingeringClose extends ChannelInboundHandlerAdapter {

    private static final long MOST_MILLIS = 2000;

    private LingeringClose() {}

    static void begin(ChannelHandlerContext context) {
        if (context.pipeline().get(LingeringClose.class) != null) {
            return;
        }
        SslHandler tls = context.pipeline().get(SslHandler.class);
        context.pipeline().addFirst(new LingeringClose());
        ChannelHandlerContext own = context.pipeline().firstContext(); // closes below TLS
        context.channel().config().setAutoRead(true);
        tls.closeOutbound().addListener(said -> ((DuplexChannel) context.channel()).shutdownOutput());
        context.executor().schedule(() -> own.close(), MOST_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object bytes) {
        ReferenceCountUtil.release(bytes);
    }
}
