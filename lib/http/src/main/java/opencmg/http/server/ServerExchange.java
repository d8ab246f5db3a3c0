package opencmg.http.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import opencmg.http.BodyStream;
import opencmg.http.Framing;
import opencmg.http.HeaderFields;
import opencmg.http.RequestHead;
import opencmg.http.UnwritableHeadException;
import opencmg.http.codec.ChunkEncoder;
import opencmg.http.codec.HeadEncoder.Persistence;
import org.jspecify.annotations.Nullable;

/**
 * One request of a client and the response to it, on the event loop. The response head is sent together with the first chunk of its body, in one write if
 * that is small, or alone at the end; until then it may be replaced.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write ends the connection, which is reported
public final class ServerExchange implements ChannelFutureListener {

    /** Up to this size, a chunk is copied next to the head: together they are one TLS record, for which they would be copied anyway. */
    private static final int SMALL_CHUNK = 8 << 10;

    private final ServerConnection connection;
    private final RequestHead request;
    private final @Nullable BodyStream requestBody;
    private boolean requestComplete;
    private boolean discardingRequest;

    private int status;
    private String phrase = "";
    private MultiMap fields = new HeaderFields();
    private long length = Framing.UNSPECIFIED;
    private boolean closing;
    private boolean started;
    private boolean ended;
    private long bytes;
    private final Promise<Void> sent = Promise.promise();
    private Runnable closeHandler = () -> {};
    private Runnable drainHandler = () -> {};

    /** @param requestBody null for a request without one */
    ServerExchange(ServerConnection connection, RequestHead request, @Nullable BodyStream requestBody) {
        this.connection = connection;
        this.request = request;
        this.requestBody = requestBody;
        this.requestComplete = requestBody == null;
    }

    // ------------------------------------------------------------------ the request

    public RequestHead request() {
        return request;
    }

    /** Paused; null when there is none. It fails with an {@link opencmg.http.HttpSyntaxException} when its chunks are malformed. */
    public @Nullable ReadStream<ByteBuf> requestBody() {
        return requestBody;
    }

    /** Whether every byte of the request has been read. */
    public boolean isRequestComplete() {
        return requestComplete;
    }

    void requestCompleted() {
        requestComplete = true;
    }

    /** Reads the rest of the body whatever its reader does: a reader on another loop may still pause it, since it learns of the end later. */
    void discardRequest() {
        discardingRequest = true;
    }

    @Nullable
    BodyStream bodyStream() {
        return requestBody;
    }

    boolean wantsRequestBody() {
        return requestBody != null && !requestComplete && (discardingRequest || requestBody.hasDemand());
    }

    // ------------------------------------------------------------------ the response head

    /**
     * Sets the head of the response.
     *
     * @param responseFields without Connection, Content-Length and Transfer-Encoding; may be added to until the head is sent
     * @param bodyLength in bytes; {@link Framing#CHUNKED} when unknown; {@link Framing#UNSPECIFIED} to send no field about it
     */
    public void setHead(int statusCode, String reasonPhrase, MultiMap responseFields, long bodyLength) {
        status = statusCode;
        phrase = reasonPhrase;
        fields = responseFields;
        length = bodyLength;
        if (length == Framing.CHUNKED
                && request.minorVersion() == 0) { // HTTP/1.0 has no chunks: the close ends the body
            length = Framing.UNSPECIFIED;
            closing = true;
        }
    }

    /** The fields of the response. */
    public MultiMap responseFields() {
        return fields;
    }

    /** The connection is closed after this response. */
    public void closeAfterResponse() {
        closing = true;
    }

    boolean closesConnection() {
        return closing || connection.isDraining() || !request.keepsConnection();
    }

    // ------------------------------------------------------------------ the response body

    /**
     * Writes a chunk, and takes ownership of it in any case.
     *
     * @throws UnwritableHeadException when nothing was sent: another head may be tried
     */
    public void write(ByteBuf chunk) {
        if (chunk.isReadable()) {
            ChannelHandlerContext to = connection.context();
            send(to, chunk, to.voidPromise());
            to.flush();
        } else {
            chunk.release();
        }
    }

    /**
     * Writes the last chunk, and takes ownership of it in any case.
     *
     * @return completes when every byte is in the socket
     * @throws UnwritableHeadException when nothing was sent: another head may be tried
     */
    public Future<Void> end(ByteBuf last) {
        if (!last.isReadable()) {
            last.release();
            return end();
        }
        ChannelHandlerContext to = connection.context();
        if (length == Framing.CHUNKED) {
            send(to, last, to.voidPromise());
            return endWith(to, ChunkEncoder.lastChunk());
        }
        ChannelPromise written = to.newPromise();
        send(to, last, written);
        return end(to, written);
    }

    /** Writes the last chunk, like {@link #end(ByteBuf)}. */
    public Future<Void> end(Buffer last) {
        return end(Unpooled.wrappedBuffer(last.getBytes()));
    }

    /** Ends the response without another chunk, like {@link #end(ByteBuf)}. */
    public Future<Void> end() {
        ChannelHandlerContext to = connection.context();
        if (!started) {
            return endWith(to, encodeHead(to, 0));
        }
        return endWith(to, length == Framing.CHUNKED ? ChunkEncoder.lastChunk() : Unpooled.EMPTY_BUFFER);
    }

    private Future<Void> endWith(ChannelHandlerContext to, ByteBuf last) {
        ChannelPromise written = to.newPromise();
        to.write(last, written);
        return end(to, written);
    }

    private Future<Void> end(ChannelHandlerContext to, ChannelPromise written) {
        ended = true;
        written.addListener(this);
        to.flush();
        return sent.future();
    }

    private void send(ChannelHandlerContext to, ByteBuf chunk, ChannelPromise written) {
        int size = chunk.readableBytes();
        boolean chunked = length == Framing.CHUNKED;
        if (!started) {
            boolean together = !chunked && size <= SMALL_CHUNK;
            ByteBuf head = encodeHeadBefore(chunk, to, together ? size : 0);
            bytes += size;
            if (together) {
                to.write(head.writeBytes(chunk), written);
                chunk.release();
                return;
            }
            to.write(head, to.voidPromise());
        } else {
            bytes += size;
        }
        if (chunked) {
            to.write(ChunkEncoder.sizeLine(to.alloc(), size), to.voidPromise());
            to.write(chunk, to.voidPromise());
            to.write(ChunkEncoder.chunkEnd(), written);
        } else {
            to.write(chunk, written);
        }
    }

    private ByteBuf encodeHeadBefore(ByteBuf chunk, ChannelHandlerContext to, int extraBytes) {
        try {
            return encodeHead(to, extraBytes);
        } catch (UnwritableHeadException e) {
            chunk.release();
            throw e;
        }
    }

    private ByteBuf encodeHead(ChannelHandlerContext to, int extraBytes) {
        ByteBuf head =
                connection.encoder().response(status, phrase, fields, length, persistence(), extraBytes, to.alloc());
        started = true;
        return head;
    }

    private Persistence persistence() {
        if (closesConnection()) {
            closing = true; // the response announces the close, so it cannot be undone
            return Persistence.CLOSE;
        }
        return request.minorVersion() == 0 ? Persistence.KEEP_ALIVE : Persistence.DEFAULT;
    }

    /**
     * Fails a response that has ended but whose bytes the client has not read; {@link ServerConnection#finish} then aborts the connection. A response that
     * has not ended is not affected: its source fails it.
     */
    public void failUnsent() {
        if (ended) {
            sent.tryFail("it was given up before the client had read it");
        }
    }

    /** The last write has completed. */
    @Override
    public void operationComplete(ChannelFuture written) {
        if (written.isSuccess()) {
            sent.tryComplete();
        } else {
            closeHandler.run();
            sent.tryFail(written.cause());
        }
    }

    // ------------------------------------------------------------------ the state of the response

    /** Of the head set last; 0 when none was set. */
    public int status() {
        return status;
    }

    /** Whether the response head was sent. */
    public boolean hasStarted() {
        return started;
    }

    /** Whether the last chunk was written. */
    public boolean hasEnded() {
        return ended;
    }

    /** Whether every byte of the response is in the socket. */
    boolean isSent() {
        return sent.future().succeeded();
    }

    /** Whether only the close of the connection marks the end of the body. */
    boolean endsWithConnection() {
        return started && length == Framing.UNSPECIFIED;
    }

    /** Body bytes written so far. */
    public long bytesWritten() {
        return bytes;
    }

    /** Body bytes written so far, without those that still wait for the client to read. */
    public long bytesFlushed() {
        ChannelOutboundBuffer pending = connection.context().channel().unsafe().outboundBuffer();
        return bytes - (pending == null ? 0 : pending.totalPendingWriteBytes());
    }

    /** Whether writing should pause until the {@link #drainHandler} is called. */
    public boolean writeQueueFull() {
        return !connection.context().channel().isWritable();
    }

    /** Called when writing may go on. Replaces the handler before it. */
    public void drainHandler(Runnable handler) {
        drainHandler = handler;
    }

    /** Called when the connection is closed before the response was sent, perhaps more than once. Replaces the handler before it. */
    public void closeHandler(Runnable handler) {
        closeHandler = handler;
    }

    void writable() {
        drainHandler.run();
    }

    void connectionClosed() {
        if (!sent.future().isComplete()) {
            closeHandler.run();
        }
    }
}
