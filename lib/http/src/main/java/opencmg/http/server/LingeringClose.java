package opencmg.http.server;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;

/**
 * Closes a connection whose client may still be sending: closes our direction, drops what is received before TLS decrypts it, and closes the socket when
 * the client does or after a timeout. Closing at once would reset the connection, and the reset could overtake the response (RFC 9112 section 9.6).
 */
@SuppressWarnings("FutureReturnValueIgnored") // whatever fails, the socket is closed after the timeout
final class LingeringClose extends ChannelInboundHandlerAdapter {

    private static final long MAX_MILLIS = 2000;

    private LingeringClose() {}

    static void start(ChannelHandlerContext context) {
        if (context.pipeline().get(LingeringClose.class) != null) {
            return;
        }
        SslHandler tls = context.pipeline().get(SslHandler.class);
        context.pipeline().addFirst(new LingeringClose());
        ChannelHandlerContext belowTls = context.pipeline().firstContext(); // its close skips the SslHandler
        context.channel().config().setAutoRead(true);
        tls.closeOutbound().addListener(written -> ((DuplexChannel) context.channel()).shutdownOutput());
        context.executor().schedule(() -> belowTls.close(), MAX_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object bytes) {
        ReferenceCountUtil.release(bytes);
    }
}
