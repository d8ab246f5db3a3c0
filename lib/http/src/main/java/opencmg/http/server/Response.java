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
import opencmg.http.Framing;
import opencmg.http.HeaderFields;
import opencmg.http.RequestHead;
import opencmg.http.UnwritableHeadException;
import opencmg.http.codec.ChunkFraming;
import opencmg.http.codec.ResponseHeadWriter.Ending;

/**
 * What a client gets. The head leaves with the first piece of the body, in one write if that is small, or alone at the end; until then another head may
 * take its place. On its event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails ends the connection, and that is told
public final class Response implements ChannelFutureListener {

    /** A piece up to here is copied behind its head: one TLS record, which would be put together by copying anyway. */
    private static final int SMALL = 8 << 10;

    private final ServerConnection connection;
    private final RequestHead request;
    private final Promise<Void> sent = Promise.promise();
    private int status;
    private String phrase = "";
    private MultiMap fields = new HeaderFields();
    private long length = Framing.UNSAID;
    private boolean closing;
    private boolean begun;
    private boolean ended;
    private long bytes;
    private Runnable onGone = () -> {};
    private Runnable onDrained = () -> {};

    Response(ServerConnection connection, RequestHead request) {
        this.connection = connection;
        this.request = request;
    }

    // ------------------------------------------------------------------ its head

    /**
     * What it will begin with.
     *
     * @param head without Connection, Content-Length and Transfer-Encoding; it may be added to until the answer begins
     * @param lengthOfBody in bytes; {@link Framing#CHUNKED} when nobody knows; {@link Framing#UNSAID} when nothing is to be said of it
     */
    public void head(int statusCode, String reasonPhrase, MultiMap head, long lengthOfBody) {
        status = statusCode;
        phrase = reasonPhrase;
        fields = head;
        length = lengthOfBody;
        if (length == Framing.CHUNKED
                && request.minorVersion() == 0) { // the end of the connection is the only mark that HTTP/1.0 has
            length = Framing.UNSAID;
            closing = true;
        }
    }

    /** The fields of its head. */
    public MultiMap fields() {
        return fields;
    }

    /** The connection ends with it. */
    public void closeAfterwards() {
        closing = true;
    }

    /** Whether the connection ends with it. */
    public boolean closes() {
        return closing || connection.isDraining() || !request.keepsConnection();
    }

    // ------------------------------------------------------------------ its body

    /**
     * A piece, which is taken over in any case.
     *
     * @throws UnwritableHeadException with nothing sent: another head may be tried
     */
    public void write(ByteBuf piece) {
        if (piece.isReadable()) {
            ChannelHandlerContext to = connection.context();
            send(to, piece, to.voidPromise());
            to.flush();
        } else {
            piece.release();
        }
    }

    /**
     * The last piece, which is taken over in any case.
     *
     * @return completes when every byte is in the socket
     * @throws UnwritableHeadException with nothing sent: another head may be tried
     */
    public Future<Void> end(ByteBuf last) {
        if (!last.isReadable()) {
            last.release();
            return end();
        }
        ChannelHandlerContext to = connection.context();
        if (length == Framing.CHUNKED) {
            send(to, last, to.voidPromise());
            return endWith(to, ChunkFraming.last());
        }
        ChannelPromise written = to.newPromise();
        send(to, last, written);
        return end(to, written);
    }

    /** The last piece, as {@link #end(ByteBuf)}. */
    public Future<Void> end(Buffer last) {
        return end(Unpooled.wrappedBuffer(last.getBytes()));
    }

    /** Without another piece; as {@link #end(ByteBuf)}. */
    public Future<Void> end() {
        ChannelHandlerContext to = connection.context();
        if (!begun) {
            return endWith(to, head(to, 0));
        }
        return endWith(to, length == Framing.CHUNKED ? ChunkFraming.last() : Unpooled.EMPTY_BUFFER);
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

    private void send(ChannelHandlerContext to, ByteBuf body, ChannelPromise written) {
        int size = body.readableBytes();
        boolean chunked = length == Framing.CHUNKED;
        if (!begun) {
            boolean together = !chunked && size <= SMALL;
            ByteBuf head = headBefore(body, to, together ? size : 0);
            bytes += size;
            if (together) {
                to.write(head.writeBytes(body), written);
                body.release();
                return;
            }
            to.write(head, to.voidPromise());
        } else {
            bytes += size;
        }
        if (chunked) {
            to.write(ChunkFraming.line(to.alloc(), size), to.voidPromise());
            to.write(body, to.voidPromise());
            to.write(ChunkFraming.end(), written);
        } else {
            to.write(body, written);
        }
    }

    private ByteBuf headBefore(ByteBuf body, ChannelHandlerContext to, int room) {
        try {
            return head(to, room);
        } catch (UnwritableHeadException e) {
            body.release();
            throw e;
        }
    }

    private ByteBuf head(ChannelHandlerContext to, int room) {
        ByteBuf head = connection.heads().head(status, phrase, fields, length, ending(), room, to.alloc());
        begun = true;
        return head;
    }

    private Ending ending() {
        if (closes()) {
            closing = true; // what has been said holds
            return Ending.CLOSES;
        }
        return request.minorVersion() == 0 ? Ending.KEEPS_AND_SAYS_SO : Ending.KEEPS;
    }

    /** One that has ended and waits for its reader is over, torn; {@link ServerConnection#finish} cuts its connection off. Others are their source's affair. */
    public void giveUp() {
        if (ended) {
            sent.tryFail("it was given up before the client had read it");
        }
    }

    /** The last write is done. */
    @Override
    public void operationComplete(ChannelFuture written) {
        if (written.isSuccess()) {
            sent.tryComplete();
        } else {
            onGone.run();
            sent.tryFail(written.cause());
        }
    }

    // ------------------------------------------------------------------ what there is to know

    /** As given last; 0 before. */
    public int status() {
        return status;
    }

    /** Whether its head has left. */
    public boolean begun() {
        return begun;
    }

    /** Whether its last piece was given. */
    public boolean ended() {
        return ended;
    }

    /** Whether every byte is in the socket. */
    boolean isSent() {
        return sent.future().succeeded();
    }

    /** Whether nothing else marks the end of its body. */
    boolean endsWithTheConnection() {
        return begun && length == Framing.UNSAID;
    }

    /** Of its body, so far. */
    public long bytes() {
        return bytes;
    }

    /** Of its body, so far, without what still waits for the client to read. */
    public long bytesLeft() {
        ChannelOutboundBuffer waiting = connection.context().channel().unsafe().outboundBuffer();
        return bytes - (waiting == null ? 0 : waiting.totalPendingWriteBytes());
    }

    /** Whether more is waiting for the client than should; {@link #whenDrained} tells of the end. */
    public boolean isFull() {
        return !connection.context().channel().isWritable();
    }

    /** Called when the client may get more again. */
    public void whenDrained(Runnable run) {
        onDrained = run;
    }

    /** Called when the connection has ended before the answer had; more than once, perhaps. One takes the place of another. */
    public void whenGone(Runnable run) {
        onGone = run;
    }

    void drained() {
        onDrained.run();
    }

    void gone() {
        if (!sent.future().isComplete()) {
            onGone.run();
        }
    }
}
