package opencmg.http.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.vertx.core.http.HttpClosedException;
import java.util.Objects;
import opencmg.http.BodyStream;
import opencmg.http.HttpSyntaxException;
import opencmg.http.RequestHead;
import opencmg.http.codec.BodyReader;
import opencmg.http.codec.HeadBuffer;
import opencmg.http.codec.LineReader;
import opencmg.http.codec.PendingBytes;
import opencmg.http.codec.RequestHeadReader;
import opencmg.http.codec.ResponseHeadWriter;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection: one exchange after another. Behind TLS it is all of the pipeline that does anything; behind it stands Vert.x' own handler,
 * which hears of the end alone.
 *
 * <p>It goes on after an exchange when the request was read to its end, the answer was sent to its end, and neither side has said otherwise.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails ends the connection, and that is told
public final class ServerConnection extends ChannelInboundHandlerAdapter {

    /** Of requests that come before the answer to the one before. */
    private static final int MOST_PIPELINED = 16 << 10;

    private static final ByteBuf CONTINUE = Unpooled.unreleasableBuffer(
                    Unpooled.directBuffer().writeBytes(HeadBuffer.ascii("HTTP/1.1 100 Continue\r\n\r\n")))
            .asReadOnly();

    private final Http1Server server;
    private final ChannelHandlerContext vertx;
    private final RequestHeadReader heads;
    private final BodyReader body;
    private @Nullable ChannelHandlerContext context;
    private @Nullable RequestHandler requests;

    private final PendingBytes held = new PendingBytes();

    private @Nullable Request request;
    private @Nullable Response answer;
    private boolean unreadable;
    private boolean advancing;
    private boolean draining;
    private boolean closing;
    private boolean closed;

    /** @param vertx Vert.x' handler, before which it will stand */
    ServerConnection(Http1Server server, ChannelHandlerContext vertx) {
        this.server = server;
        this.vertx = vertx;
        LineReader lines = new LineReader(server.octets());
        this.heads = new RequestHeadReader(lines, server.octets(), server.limits());
        this.body = new BodyReader(lines);
    }

    // ------------------------------------------------------------------ what the edge does

    /** From now on requests come out of it. */
    public void serve(RequestHandler by) {
        requests = by;
        Http1Server.install(this, vertx);
    }

    /** Tells the client to send the body that it has announced (RFC 9110 section 15.2.1). */
    public void sendContinue() {
        context().writeAndFlush(CONTINUE.duplicate());
    }

    /**
     * The exchange is over, whatever has become of it: the next request is read, or the connection is closed. What the client still sends of its body
     * is read for a moment, because a reset may overtake the answer (RFC 9112 section 9.6).
     */
    public void finish() {
        Request asked = Objects.requireNonNull(request, "no exchange");
        Response said = Objects.requireNonNull(answer, "no exchange");
        if (closing || !context().channel().isActive()) {
            return; // also when a write has failed of whose connection the end is not told yet
        }
        if (!said.isSent()) {
            abort(); // it is torn, or nobody has read its end
        } else if (said.closes()) {
            closeBehind(asked);
        } else if (asked.isWhole()) {
            next();
        } else {
            asked.leave();
            BodyDrainer.read(this, Objects.requireNonNull(asked.stream(), "a body that is not whole"));
        }
    }

    /** Behind what is written. A client that does not read it has some seconds, in which nothing that it sends is served; then it is cut off. */
    public void close() {
        closing = true;
        held.forget();
        context().close();
    }

    /**
     * At once, without a good-bye of TLS: that would stand behind what a client does not read, or make a torn answer look whole. Where the end of the
     * connection is the only mark of an answer's end the socket is reset.
     */
    public void abort() {
        if (answer != null && answer.endsWithTheConnection()) {
            context().channel().config().setOption(ChannelOption.SO_LINGER, 0);
        }
        closing = true;
        held.forget();
        context().pipeline().firstContext().close();
    }

    /** The gateway stops: it is closed as soon as no exchange is under way. */
    public void drain() {
        draining = true;
        if (request == null) {
            close();
        }
    }

    // ------------------------------------------------------------------ what its parts ask

    ChannelHandlerContext context() {
        return Objects.requireNonNull(context, "not in a pipeline yet");
    }

    private RequestHandler by() {
        return Objects.requireNonNull(requests, "nobody serves yet");
    }

    ResponseHeadWriter heads() {
        return server.heads();
    }

    boolean isDraining() {
        return draining;
    }

    /** The next request, which may have come already. */
    void next() {
        if (draining) {
            close(); // and the exchange stays, so that none begins behind it
            return;
        }
        request = null;
        answer = null;
        advance();
    }

    /** Nothing is read any more that the client may still send. */
    void closeGently() {
        closing = true;
        held.forget();
        LingeringClose.begin(context());
    }

    private void closeBehind(Request asked) {
        if (asked.isWhole() && !unreadable && !held.isReadable()) {
            close();
        } else {
            closeGently();
        }
    }

    // ------------------------------------------------------------------ what the client does

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        if (closing) {
            bytes.release();
            return;
        }
        held.add(ctx.alloc(), bytes);
        advance();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        // nothing waits for it
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (answer != null && ctx.channel().isWritable()) {
            answer.drained();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (answer != null && answer.begun() && !answer.ended()) {
            abort();
        } else {
            close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        closed = true;
        held.forget();
        if (answer != null) {
            answer.gone(); // before its body breaks off, which would look like a failure of whoever reads it
        }
        if (request != null && request.stream() != null && !request.isWhole()) {
            request.stream().broke(new HttpClosedException("Connection was closed"));
        }
        by().closed();
        ctx.fireChannelInactive();
    }

    // ------------------------------------------------------------------ reading

    /** As far as what has come goes, and what the reader wants. One that calls it in the midst of it is served there. */
    private void advance() {
        if (advancing || closing || closed) {
            return;
        }
        advancing = true;
        try {
            boolean more = !unreadable;
            while (more && !closing) {
                more = request == null ? readHead() : readBody(request);
            }
        } finally {
            advancing = false;
        }
        if (unreadable) {
            held.forget();
        } else {
            held.tidy();
        }
        readOn();
    }

    private boolean readHead() {
        try {
            RequestHead head = heads.read(held.bytes());
            if (head != null) {
                begin(head);
            }
            return head != null;
        } catch (HttpSyntaxException why) {
            refuse(why);
            return false;
        }
    }

    private void begin(RequestHead head) {
        BodyStream stream = head.hasBody() ? new BodyStream(context().executor(), this::advance) : null;
        if (stream != null) {
            body.begin(head.length());
        }
        Request next = new Request(head, stream);
        Response to = new Response(this, head);
        request = next;
        answer = to;
        server.loop().dispatch(event -> by().request(next, to));
    }

    /** It cannot be told where the next request begins. */
    private void refuse(HttpSyntaxException why) {
        unreadable = true;
        Request next = new Request(heads.begun(), null);
        Response to = new Response(this, next.head());
        to.closeAfterwards();
        request = next;
        answer = to;
        server.loop().dispatch(event -> by().unreadable(next, to, why));
    }

    private boolean readBody(Request of) {
        BodyStream to = of.stream();
        if (to == null || !of.wantsMore()) {
            return false;
        }
        try {
            int size = body.take(held.bytes());
            if (size > 0) {
                to.piece(held.bytes(), size);
                return true;
            }
        } catch (HttpSyntaxException malformed) {
            unreadable = true;
            Objects.requireNonNull(answer, "a request without an answer").closeAfterwards();
            to.broke(malformed);
            return false;
        }
        if (body.isOver()) {
            of.becomesWhole();
            to.ended();
        }
        return request != of;
    }

    /** Where nothing is wanted one more piece is read, because the client's going away is seen by reading only. */
    private void readOn() {
        boolean wanted;
        if (request == null || unreadable) {
            wanted = true;
        } else if (request.isWhole()) {
            wanted = held.bytes().readableBytes() < MOST_PIPELINED;
        } else {
            wanted = request.wantsMore() || !held.isReadable();
        }
        ChannelConfig config = context().channel().config();
        if (config.isAutoRead() != wanted) {
            config.setAutoRead(wanted);
        }
    }
}
