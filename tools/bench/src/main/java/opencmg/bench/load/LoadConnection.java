package opencmg.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;

/**
 * One TLS connection with at most one request in flight. On its event loop only. It is in the pipeline right after TLS, before the handlers of Vert.x:
 * a buffer, a promise and a context for each read and write cost as much as the rest of the client.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write ends the connection, which is reported
final class LoadConnection extends ChannelInboundHandlerAdapter {

    private static final Handler<Response> IGNORED = response -> {};

    /**
     * What came of a request.
     *
     * @param status of HTTP, or 0 when the connection was lost
     */
    record Response(LoadConnection connection, int status) {

        boolean isGood() {
            return status == 200;
        }
    }

    private final NetSocket socket;
    private final ChannelHandlerContext vertx;
    private final ResponseFraming framing = new ResponseFraming();
    private Handler<Response> pending = IGNORED;

    LoadConnection(NetSocket socket) {
        this.socket = socket;
        this.vertx = ((NetSocketInternal) socket).channelHandlerContext();
        if (vertx.channel().isActive()) {
            vertx.pipeline().addBefore(vertx.name(), "load", this);
        }
    }

    /**
     * The handler is called once.
     *
     * @param request is released
     */
    void send(ByteBuf request, Handler<Response> handler) {
        if (!vertx.channel().isActive()) {
            request.release();
            handler.handle(new Response(this, 0));
            return;
        }
        pending = handler;
        vertx.writeAndFlush(request);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        try {
            if (framing.ends(bytes)) {
                complete(framing.status());
            }
        } catch (IllegalStateException unreadable) {
            complete(0);
        } finally {
            bytes.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        // nothing waits for it
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        complete(0);
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable broken) {
        complete(0);
        ctx.fireExceptionCaught(broken);
    }

    private void complete(int status) {
        Handler<Response> handler = pending;
        pending = IGNORED;
        handler.handle(new Response(this, status));
    }

    Future<Void> close() {
        pending = IGNORED;
        return socket.close();
    }
}
