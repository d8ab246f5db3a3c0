package opencmg.http.server;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.internal.ContextInternal;
import java.util.Objects;
import opencmg.http.BodyStream;
import opencmg.http.HttpSyntaxException;
import opencmg.http.RequestHead;
import opencmg.http.codec.BodyDecoder;
import opencmg.http.codec.HeadDecoder;
import opencmg.http.codec.HeadEncoder;
import opencmg.http.codec.InboundBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection, with one exchange after another. In the pipeline it stands after TLS and before the handler of Vert.x, which only receives the
 * close.
 *
 * <p>The next request is read when the request before was received and its response was sent completely, and neither side closes the connection.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write or close ends the connection, which is reported
public final class ServerConnection extends ChannelInboundHandlerAdapter {

    /** Maximum bytes of pipelined requests that are buffered before the response to the current one has been sent. */
    private static final int MAX_PIPELINED = 16 << 10;

    private final ContextInternal loop;
    private final HeadEncoder encoder;
    private final ChannelHandlerContext vertx;
    private final InboundBuffer inbound;
    private final HeadDecoder heads;
    private final BodyDecoder bodies;
    private @Nullable ChannelHandlerContext context;
    private @Nullable RequestHandler handler;

    private @Nullable ServerExchange exchange;
    /** Nobody can say where the next request would begin. */
    private boolean malformed;

    private boolean decoding;
    private boolean draining;
    private boolean closing;
    private boolean closed;

    /** @param vertx the handler of Vert.x, before which this will stand */
    ServerConnection(Http1Server server, ChannelHandlerContext vertx) {
        this.loop = server.loop();
        this.encoder = server.encoder();
        this.vertx = vertx;
        this.inbound = new InboundBuffer(server.octets());
        this.heads = new HeadDecoder(inbound, server.octets(), server.limits());
        this.bodies = new BodyDecoder(inbound);
    }

    // ------------------------------------------------------------------ for the user of the connection

    /** Starts to decode requests. */
    public void serve(RequestHandler requestHandler) {
        handler = requestHandler;
        Http1Server.install(this, vertx);
    }

    /** Tells the client to send the body that it has announced (RFC 9110 section 15.2.1). */
    public void sendContinue() {
        context().writeAndFlush(HeadEncoder.continueResponse());
    }

    /**
     * The exchange is over, whatever happened to it: reads the next request or closes the connection. The rest of the request body is read for a moment,
     * because a reset could overtake the response (RFC 9112 section 9.6).
     */
    public void finish() {
        ServerExchange over = Objects.requireNonNull(exchange, "no exchange");
        if (closing || !context().channel().isActive()) {
            return; // includes a failed write whose close has not been reported yet
        }
        if (!over.isSent()) {
            abort(); // the response broke off, or the client does not read its end
        } else if (over.closesConnection()) {
            closeAfter(over);
        } else if (over.isRequestComplete()) {
            nextRequest();
        } else {
            over.discardRequest();
            BodyDrainer.start(this, Objects.requireNonNull(over.bodyStream(), "a body that is not complete"));
        }
    }

    /** Closes after pending writes. A client that does not read them is cut off after some seconds; nothing that it still sends is served. */
    public void close() {
        closing = true;
        inbound.clear();
        context().close();
    }

    /**
     * Closes at once, without the close_notify of TLS: that would wait for the client to read, or make a truncated response look complete. If only the
     * close marks the end of the body, the socket is reset.
     */
    public void abort() {
        if (exchange != null && exchange.endsWithConnection()) {
            context().channel().config().setOption(ChannelOption.SO_LINGER, 0);
        }
        closing = true;
        inbound.clear();
        context().pipeline().firstContext().close();
    }

    /** Closes the connection as soon as no exchange is in flight, because the server stops. */
    public void drain() {
        draining = true;
        if (exchange == null) {
            close();
        }
    }

    // ------------------------------------------------------------------ for its parts

    ChannelHandlerContext context() {
        return Objects.requireNonNull(context, "not in a pipeline yet");
    }

    private RequestHandler handler() {
        return Objects.requireNonNull(handler, "no handler yet");
    }

    HeadEncoder encoder() {
        return encoder;
    }

    boolean isDraining() {
        return draining;
    }

    /** Decodes the next request, which may have been received already. */
    void nextRequest() {
        if (draining) {
            close(); // the exchange stays, so that no other begins
            return;
        }
        exchange = null;
        decode();
    }

    void closeLingering() {
        closing = true;
        inbound.clear();
        LingeringClose.start(context());
    }

    private void closeAfter(ServerExchange last) {
        if (last.isRequestComplete() && !malformed && !inbound.isReadable()) {
            close();
        } else {
            closeLingering();
        }
    }

    // ------------------------------------------------------------------ Netty

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
        inbound.append(ctx.alloc(), bytes);
        decode();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        // not needed by the handler of Vert.x
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (exchange != null && ctx.channel().isWritable()) {
            exchange.writable();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (exchange != null && exchange.hasStarted() && !exchange.hasEnded()) {
            abort();
        } else {
            close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        closed = true;
        inbound.clear();
        if (exchange != null) {
            exchange.connectionClosed(); // before its body fails, which would look like a failure of the reader
            if (exchange.bodyStream() != null && !exchange.isRequestComplete()) {
                exchange.bodyStream().fail(new HttpClosedException("Connection was closed"));
            }
        }
        handler().onClosed();
        ctx.fireChannelInactive();
    }

    // ------------------------------------------------------------------ decoding

    /** Decodes received bytes while there is demand. Re-entrant calls return at once; the outer loop does their work. */
    private void decode() {
        if (decoding || closing || closed) {
            return;
        }
        decoding = true;
        try {
            boolean more = !malformed;
            while (more && !closing) {
                more = exchange == null ? decodeHead() : decodeBody(exchange);
            }
        } finally {
            decoding = false;
        }
        if (malformed) {
            inbound.clear();
        } else {
            inbound.discardRead();
        }
        updateAutoRead();
    }

    /** Returns whether to go on decoding. */
    private boolean decodeHead() {
        try {
            RequestHead head = heads.decodeRequest();
            if (head != null) {
                begin(head);
            }
            return head != null;
        } catch (HttpSyntaxException cause) {
            beginMalformed(cause);
            return false;
        }
    }

    private void begin(RequestHead head) {
        BodyStream body = null;
        if (head.hasBody()) {
            body = new BodyStream(context().executor(), this::decode);
            bodies.begin(head.length());
        }
        ServerExchange begun = new ServerExchange(this, head, body);
        exchange = begun;
        loop.dispatch(event -> handler().onRequest(begun));
    }

    private void beginMalformed(HttpSyntaxException cause) {
        malformed = true;
        ServerExchange begun = new ServerExchange(this, heads.partialRequest(), null);
        begun.closeAfterResponse();
        exchange = begun;
        loop.dispatch(event -> handler().onMalformedRequest(begun, cause));
    }

    /** Returns whether to go on decoding. */
    private boolean decodeBody(ServerExchange of) {
        BodyStream body = of.bodyStream();
        if (body == null || !of.wantsRequestBody()) {
            return false;
        }
        try {
            int size = bodies.take();
            if (size > 0) {
                body.deliver(inbound.bytes(), size);
                return true;
            }
        } catch (HttpSyntaxException cause) {
            malformed = true;
            of.closeAfterResponse();
            body.fail(cause);
            return false;
        }
        if (bodies.isComplete()) {
            of.requestCompleted();
            body.complete();
        }
        return exchange != of;
    }

    /** Reads once more even without demand, because only reading shows that the client has closed. */
    private void updateAutoRead() {
        boolean read;
        if (exchange == null || malformed) {
            read = true;
        } else if (exchange.isRequestComplete()) {
            read = inbound.bytes().readableBytes() < MAX_PIPELINED;
        } else {
            read = exchange.wantsRequestBody() || !inbound.isReadable();
        }
        ChannelConfig config = context().channel().config();
        if (config.isAutoRead() != read) {
            config.setAutoRead(read);
        }
    }
}
