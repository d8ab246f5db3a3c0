package opencmg.http.client;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.streams.ReadStream;
import java.util.Objects;
import opencmg.http.BodyStream;
import opencmg.http.Framing;
import opencmg.http.HeadLimits;
import opencmg.http.HttpSyntaxException;
import opencmg.http.RequestHead;
import opencmg.http.ResponseHead;
import opencmg.http.UnwritableHeadException;
import opencmg.http.codec.BodyDecoder;
import opencmg.http.codec.HeadDecoder;
import opencmg.http.codec.InboundBuffer;
import opencmg.http.codec.Octets;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a server inside: idle in its pool, or in use by one {@link ResponseListener}. In the pipeline it stands after TLS, if there is TLS, and
 * before the handler of Vert.x, which only receives the close.
 *
 * <p>It can be used again when request and response are both complete, the server keeps the connection, and not one byte more has been received.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write or close ends the connection, which is reported
public final class UpstreamConnection extends ChannelInboundHandlerAdapter {

    private final Http1Client.Pool pool;
    private final int generation;
    private final InboundBuffer inbound;
    private final HeadDecoder heads;
    private final BodyDecoder bodies;
    private @Nullable ChannelHandlerContext context;

    private @Nullable ResponseListener listener;
    private @Nullable BodyStream responseBody;
    private @Nullable ChannelFuture headWrite;
    private @Nullable Upload upload;
    private boolean requestIsHead;
    private boolean decoding;
    private boolean hasServed;
    private boolean closing;
    private boolean closed;
    /** Whether the server has ended its side with the close_notify of TLS (RFC 8446 section 6.1). */
    private boolean closeNotified;
    /** How long the server keeps the connection after this response; 0 when it closes it. */
    private int keepAliveSeconds;

    private long idleUntil;

    /** The server sent something that is not HTTP/1.1. The message is for operators and repeats nothing of it. */
    private static final class MalformedResponseException extends Exception {

        private static final long serialVersionUID = 1;

        MalformedResponseException(HttpSyntaxException cause) {
            super("the answer is malformed: " + cause.getMessage(), null, false, false);
        }
    }

    /** @param generation of the pool when the connection was dialled */
    UpstreamConnection(Http1Client.Pool pool, int generation, Octets octets) {
        this.pool = pool;
        this.generation = generation;
        this.inbound = new InboundBuffer(octets);
        this.heads = new HeadDecoder(inbound, octets, HeadLimits.RESPONSE);
        this.bodies = new BodyDecoder(inbound);
    }

    // ------------------------------------------------------------------ for listeners

    /**
     * Sends a request. The listener is called with what happens next.
     *
     * @param body paused; null when there is none. Nothing is taken from it before the head has been written
     * @throws UnwritableHeadException when nothing was sent, and the connection can still be used
     */
    public void send(RequestHead request, @Nullable ReadStream<ByteBuf> body, ResponseListener by) {
        ChannelHandlerContext to = context();
        ByteBuf head = pool.encoder().request(request, pool.authority(), to.alloc());
        listener = by;
        requestIsHead = request.isHead();
        ChannelFuture write = to.writeAndFlush(head);
        headWrite = write;
        if (body != null && !hasFailed(write)) {
            upload = new Upload(to, write, body, request.length() == Framing.CHUNKED, by);
            upload.start();
        }
    }

    /** Returns the connection to its pool unused. */
    public void release() {
        pool.release(this, Integer.MAX_VALUE);
    }

    /** Closes the connection if this listener still uses it, and no longer calls it. A connection cut in the middle of a message cannot be
     * reused. */
    public void abort(ResponseListener by) {
        if (listener == by) {
            detach();
            close();
        }
    }

    /** Whether a complete response was received before. Only then may a close mean that the server gave up an idle connection just as a request was sent. */
    public boolean hasServed() {
        return hasServed;
    }

    // ------------------------------------------------------------------ for the pool

    boolean isOpen() {
        return !closing && context().channel().isActive();
    }

    int generation() {
        return generation;
    }

    void idleUntil(long second) {
        idleUntil = second;
    }

    long idleUntil() {
        return idleUntil;
    }

    /** TLS sends its close_notify first, so the connection stays open for a moment, in which nothing may use it. */
    void close() {
        closing = true;
        context().close();
    }

    // ------------------------------------------------------------------ Netty

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        if (listener == null) { // a response without a request
            bytes.release();
            close();
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
        if (upload != null) {
            upload.writabilityChanged();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (responseBody != null && bodies.isComplete()) {
            close(); // everything was received, the reader is only slower
        } else {
            fail(cause);
        }
    }

    /** From the TLS handler, after all bytes that came before. */
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslCloseCompletionEvent end && end.isSuccess()) {
            closeNotified = true;
        }
        ctx.fireUserEventTriggered(event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        closed = true;
        pool.closed(this);
        decode();
        ctx.fireChannelInactive();
    }

    // ------------------------------------------------------------------ receiving

    /** Decodes received bytes while there is demand. Re-entrant calls return at once; the outer loop does their work. */
    private void decode() {
        if (decoding) {
            return;
        }
        decoding = true;
        try {
            boolean more = true;
            while (more && listener != null) {
                more = responseBody == null ? decodeHead(listener) : decodeBody(responseBody);
            }
            if (closed && listener != null) {
                handleClose();
            }
        } catch (HttpSyntaxException malformed) {
            fail(new MalformedResponseException(malformed));
        } finally {
            decoding = false;
        }
        inbound.discardRead();
        setAutoRead(responseBody == null || responseBody.hasDemand() || !inbound.isReadable());
    }

    /** Skips interim responses. Returns whether to go on decoding. */
    private boolean decodeHead(ResponseListener to) throws HttpSyntaxException {
        ResponseHead head = heads.decodeResponse();
        if (head == null) {
            return false;
        }
        if (head.isInterim()) {
            if (head.status() == 101) {
                throw new HttpSyntaxException("it changes the protocol, which nobody asked for");
            }
            return true;
        }
        long length = head.bodyLength(requestIsHead);
        keepAliveSeconds = head.keepsConnection() ? head.keepAliveSeconds() : 0;
        if (length != 0) {
            bodies.begin(length);
            responseBody = new BodyStream(context().executor(), this::decode);
        }
        to.onResponse(head, responseBody);
        if (length == 0 && listener != null) {
            finish(to);
        }
        return true;
    }

    /** Returns whether to go on decoding. */
    private boolean decodeBody(BodyStream body) throws HttpSyntaxException {
        if (!body.hasDemand()) {
            return false;
        }
        int size = bodies.take();
        if (size > 0) {
            body.deliver(inbound.bytes(), size);
            return true;
        }
        if (bodies.isComplete() && listener != null) {
            finish(listener);
        }
        return false;
    }

    /** The server has closed the connection and everything before that is in the buffer, which is kept until the reader asks for it. */
    private void handleClose() {
        BodyStream body = responseBody;
        if (body != null
                && !body.hasDemand()
                && (inbound.isReadable() || bodies.isComplete() || bodies.endsWithConnection())) {
            return;
        }
        boolean untilClose = body != null && bodies.endsWithConnection();
        if (untilClose && listener != null && (closeNotified || !pool.usesTls())) {
            finish(listener);
        } else if (untilClose) {
            // anybody on the path can close the TCP connection (RFC 9112 section 9.8)
            fail(new HttpClosedException("the end of the answer cannot be trusted: it has neither Content-Length nor"
                    + " chunks, and the connection was closed without the close_notify of TLS"));
        } else {
            fail(new HttpClosedException("Connection was closed"));
        }
    }

    // ------------------------------------------------------------------ the end of an exchange

    /** The response is complete. */
    private void finish(ResponseListener of) {
        boolean requestSent = upload == null ? headWrite != null && headWrite.isSuccess() : upload.isSent();
        boolean reusable = requestSent && keepAliveSeconds > 0 && !closed && !inbound.isReadable();
        BodyStream body = responseBody;
        hasServed = true;
        detach();
        if (!reusable) {
            close();
        }
        if (body == null) {
            of.onResponseEnd();
        } else {
            body.complete();
        }
        if (reusable) {
            pool.release(this, keepAliveSeconds);
        }
    }

    /** The response will never be complete. */
    private void fail(Throwable cause) {
        ResponseListener failed = listener;
        BodyStream body = responseBody;
        boolean nothingSent = upload == null && headWrite != null && hasFailed(headWrite);
        detach();
        close();
        if (body != null) {
            body.fail(cause);
        } else if (failed != null) {
            failed.onFailure(cause, nothingSent);
        }
    }

    /** The connection no longer belongs to its listener. */
    private void detach() {
        if (upload != null) {
            upload.stop();
        }
        if (responseBody != null) {
            responseBody.detach();
        }
        upload = null;
        responseBody = null;
        listener = null;
        headWrite = null;
        inbound.clear();
    }

    private void setAutoRead(boolean wanted) {
        ChannelConfig config = context().channel().config();
        if (!closed && config.isAutoRead() != wanted) {
            config.setAutoRead(wanted);
        }
    }

    private static boolean hasFailed(ChannelFuture write) {
        return write.isDone() && !write.isSuccess();
    }

    private ChannelHandlerContext context() {
        return Objects.requireNonNull(context, "not in a pipeline yet");
    }
}
