package opencmg.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;

/**
 * One TLS connection with at most one request in flight. On its event loop only. It sits in the pipeline right behind TLS, before what Vert.x does:
 * a buffer, a promise and a context for each read and write cost as much as the rest of the client.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails ends the connection, and that is told
final class LoadConnection extends ChannelInboundHandlerAdapter {

    private static final Handler<Answer> NOBODY = answer -> {};

    /**
     * What came of a request.
     *
     * @param status of HTTP, or 0 when the connection was lost
     */
    record Answer(LoadConnection connection, int status) {

        boolean isGood() {
            return status == 200;
        }
    }

    private final NetSocket socket;
    private final ChannelHandlerContext vertx;
    private final ResponseFraming framing = new ResponseFraming();
    private Handler<Answer> waiting = NOBODY;

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
    void ask(ByteBuf request, Handler<Answer> answered) {
        if (!vertx.channel().isActive()) {
            request.release();
            answered.handle(new Answer(this, 0));
            return;
        }
        waiting = answered;
        vertx.writeAndFlush(request);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        try {
            if (framing.ends(bytes)) {
                tell(framing.status());
            }
        } catch (IllegalStateException unreadable) {
            tell(0);
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
        tell(0);
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable broken) {
        tell(0);
        ctx.fireExceptionCaught(broken);
    }

    private void tell(int status) {
        Handler<Answer> told = waiting;
        waiting = NOBODY;
        told.handle(new Answer(this, status));
    }

    Future<Void> close() {
        waiting = NOBODY;
        return socket.close();
    }
}
