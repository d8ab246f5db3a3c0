package opencmg.http.client;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.streams.ReadStream;
import java.util.Objects;
import opencmg.http.BodyStream;
import opencmg.http.HttpSyntaxException;
import opencmg.http.OutgoingRequest;
import opencmg.http.ResponseHead;
import opencmg.http.UnwritableHeadException;
import opencmg.http.codec.BodyReader;
import opencmg.http.codec.LineReader;
import opencmg.http.codec.Octets;
import opencmg.http.codec.PendingBytes;
import opencmg.http.codec.ResponseHeadReader;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a server inside: idle in its pool, or lent to one {@link ResponseListener}. Behind TLS, where there is TLS, it is all of the pipeline that does
 * anything; behind it stands Vert.x' own handler, which hears of the end alone.
 *
 * <p>It can be used again when request and answer have both been whole, the server has said nothing against it, and not a byte more has come.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails ends the connection, and that is told
public final class UpstreamConnection extends ChannelInboundHandlerAdapter {

    private final ConnectionPool pool;
    private final int generation;
    private final ResponseHeadReader heads;
    private final BodyReader body;
    private @Nullable ChannelHandlerContext context;

    private final PendingBytes held = new PendingBytes();

    private @Nullable ResponseListener asker;
    private @Nullable BodyStream answer;
    private @Nullable ChannelFuture headWritten;
    private @Nullable Upload upload;
    private boolean toHead;
    private boolean advancing;
    private boolean served;
    private boolean closing;
    private boolean closed;
    private int keptFor;
    private long idleUntil;

    /**
     * Of a pool.
     *
     * @param generation of the pool when it was dialled
     */
    UpstreamConnection(ConnectionPool pool, int generation, Octets octets) {
        this.pool = pool;
        this.generation = generation;
        LineReader lines = new LineReader(octets);
        this.heads = new ResponseHeadReader(lines, octets);
        this.body = new BodyReader(lines);
    }

    // ------------------------------------------------------------------ what askers do

    /**
     * Sends a request; its asker hears of the rest.
     *
     * @param source of the body, paused; null where there is none. Nothing is taken from it before the head is on its way
     * @throws UnwritableHeadException with nothing sent and the connection as good as before
     */
    public void send(OutgoingRequest request, @Nullable ReadStream<ByteBuf> source, ResponseListener by) {
        ChannelHandlerContext to = context();
        ByteBuf bytes = pool.heads().write(request, pool.authority(), to.alloc());
        asker = by;
        toHead = request.method().equals("HEAD");
        ChannelFuture written = to.writeAndFlush(bytes);
        headWritten = written;
        if (source != null && !failed(written)) {
            upload = new Upload(to, written, source, request.length() == OutgoingRequest.CHUNKED, by);
            upload.start();
        }
    }

    /** Not needed after all. */
    public void giveBack() {
        pool.giveBack(this, Integer.MAX_VALUE);
    }

    /** Closes it if it is still lent to that asker, who hears nothing more: one in the middle of a message is of no further use. */
    public void abort(ResponseListener by) {
        if (asker == by) {
            part();
            close();
        }
    }

    /** Whether an answer has come whole before: only then may a close be one of an idle connection that crossed a request. */
    public boolean hasServed() {
        return served;
    }

    // ------------------------------------------------------------------ what its pool does

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

    /** TLS says goodbye first, so it may take a moment in which nobody must use it. */
    void close() {
        closing = true;
        context().close();
    }

    // ------------------------------------------------------------------ what the server does

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        if (asker == null) { // nobody has asked
            bytes.release();
            close();
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
        if (upload != null) {
            upload.writabilityChanged();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (answer != null && body.isOver()) {
            close(); // the answer is whole, and only its reader is behind
        } else {
            lose(cause);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        closed = true;
        pool.closed(this);
        advance();
        ctx.fireChannelInactive();
    }

    // ------------------------------------------------------------------ the answer

    /** As far as what has come goes, and what the reader wants. One that calls it in the midst of it is served there. */
    private void advance() {
        if (advancing) {
            return;
        }
        advancing = true;
        try {
            boolean more = true;
            while (more && asker != null) {
                more = answer == null ? readHead(asker) : readBody(answer);
            }
            if (closed && asker != null) {
                readEnd();
            }
        } catch (HttpSyntaxException malformed) {
            lose(new MalformedResponseException(malformed));
        } finally {
            advancing = false;
        }
        held.tidy();
        readOn(answer == null || answer.wanted() || !held.isReadable());
    }

    /** The head of the final answer, behind any interim ones. */
    private boolean readHead(ResponseListener by) throws HttpSyntaxException {
        ResponseHead head = heads.read(held.bytes());
        if (head == null) {
            return false;
        }
        if (head.isInterim()) {
            if (head.status() == 101) {
                throw new HttpSyntaxException("it changes the protocol, which nobody asked for");
            }
            return true;
        }
        long length = head.lengthOfBody(toHead);
        keptFor = head.keepsConnection() ? head.keepAliveSeconds() : 0;
        if (length != 0) {
            body.begin(length);
            answer = new BodyStream(context().executor(), this::advance);
        }
        by.answered(head, answer);
        if (length == 0 && asker != null) {
            finish(by);
        }
        return true;
    }

    private boolean readBody(BodyStream to) throws HttpSyntaxException {
        if (!to.wanted()) {
            return false;
        }
        int size = body.take(held.bytes());
        if (size > 0) {
            to.piece(held.bytes(), size);
            return true;
        }
        if (body.isOver() && asker != null) {
            finish(asker);
        }
        return false;
    }

    /** Behind the last byte that came. What a reader does not want yet is kept for it. */
    private void readEnd() {
        BodyStream to = answer;
        if (to != null && !to.wanted() && (held.isReadable() || body.isOver() || body.endsWithTheConnection())) {
            return;
        }
        if (to != null && body.endsWithTheConnection() && asker != null) {
            finish(asker);
        } else {
            lose(new HttpClosedException("Connection was closed"));
        }
    }

    // ------------------------------------------------------------------ its ends

    /** The answer is whole. */
    private void finish(ResponseListener by) {
        boolean requestSent = upload == null ? headWritten != null && headWritten.isSuccess() : upload.isSent();
        boolean good = requestSent && keptFor > 0 && !closed && !held.isReadable();
        BodyStream read = answer;
        served = true;
        part();
        if (!good) {
            close();
        }
        if (read == null) {
            by.ended();
        } else {
            read.ended();
        }
        if (good) {
            pool.giveBack(this, keptFor);
        }
    }

    /** The answer will never be whole. */
    private void lose(Throwable cause) {
        ResponseListener by = asker;
        BodyStream broken = answer;
        boolean nothingSent = upload == null && headWritten != null && failed(headWritten);
        part();
        close();
        if (broken != null) {
            broken.broke(cause);
        } else if (by != null) {
            by.lost(cause, nothingSent);
        }
    }

    private void part() {
        if (upload != null) {
            upload.stop();
        }
        if (answer != null) {
            answer.letGo();
        }
        upload = null;
        answer = null;
        asker = null;
        headWritten = null;
        held.forget();
    }

    private void readOn(boolean wanted) {
        ChannelConfig config = context().channel().config();
        if (!closed && config.isAutoRead() != wanted) {
            config.setAutoRead(wanted);
        }
    }

    private static boolean failed(ChannelFuture written) {
        return written.isDone() && !written.isSuccess();
    }

    private ChannelHandlerContext context() {
        return Objects.requireNonNull(context, "not in a pipeline yet");
    }
}
