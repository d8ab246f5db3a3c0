package opencmg.gateway.forwarding;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Handler;
import io.vertx.core.streams.ReadStream;
import java.util.function.Consumer;
import java.util.function.Function;
import opencmg.gateway.refusal.Refusal;
import opencmg.gateway.refusal.RefusalReason;
import org.jspecify.annotations.Nullable;

/**
 * A request's body on its way in: silent until a tunnel reads it, counted against the endpoint's limit, and aware of whether anything of it was
 * handed out, because only an untouched body may take a second tunnel.
 *
 * <p>Lives on the client's event loop. A tunnel on another loop reads through an {@link Outlet}, whose demand may come from any thread.
 */
public final class RequestBody {

    private final ReadStream<ByteBuf> source;
    private final Runnable wanted;
    private @Nullable Outlet outlet;
    private final Function<Throwable, @Nullable Refusal> unreadable;
    private Consumer<Refusal> fault = refusal -> {};
    private long limit = Long.MAX_VALUE;
    private long bytes;
    private boolean touched;
    private boolean ended;
    private volatile boolean demanded;

    /**
     * @param source paused
     * @param wanted called once, when somebody begins to read: the moment to send 100 Continue
     * @param unreadable tells of a broken body what the client has done wrong; null when it has only gone
     */
    public RequestBody(ReadStream<ByteBuf> source, Runnable wanted, Function<Throwable, @Nullable Refusal> unreadable) {
        this.unreadable = unreadable;
        this.source = source;
        this.wanted = wanted;
    }

    void limit(long most, Consumer<Refusal> toTell) {
        limit = most;
        fault = toTell;
    }

    /** A fresh end to read from. The one before, if any, goes dead: whoever still holds it gets nothing and moves nothing. */
    ReadStream<ByteBuf> open() {
        boolean first = outlet == null;
        Outlet fresh = new Outlet();
        outlet = fresh;
        source.exceptionHandler(this::broke);
        source.endHandler(end -> end());
        source.handler(this::arrived);
        if (first) {
            wanted.run();
        }
        return fresh;
    }

    /** Takes the body back from a tunnel that failed, and says whether another one would get the whole of it. */
    boolean takeBack() {
        close();
        return !touched;
    }

    private void close() {
        source.pause();
        demanded = false;
        if (outlet != null) {
            outlet.dead = true;
        }
    }

    /** Bytes so far. */
    public long bytes() {
        return bytes;
    }

    /** Whether all of it has come. */
    public boolean ended() {
        return ended;
    }

    /** Whether somebody reads and it is the client who is silent. */
    boolean waitsForTheClient() {
        return demanded && !ended;
    }

    private void arrived(ByteBuf piece) {
        touched = true;
        bytes += piece.readableBytes();
        Outlet reader = outlet;
        if (bytes > limit) {
            piece.release();
            close();
            fault.accept(new Refusal(
                    RefusalReason.BODY_TOO_LARGE,
                    "the body has more than the " + limit + " bytes that the endpoint takes"));
        } else if (reader != null && !reader.dead && reader.handler != null) {
            reader.handler.handle(piece);
        } else {
            piece.release();
        }
    }

    private void end() {
        touched = true;
        ended = true;
        Outlet reader = outlet;
        if (reader != null && !reader.dead && reader.endHandler != null) {
            reader.endHandler.handle(null);
        }
    }

    private void broke(Throwable cause) {
        Refusal clientsFault = unreadable.apply(cause);
        if (clientsFault != null) {
            close();
            fault.accept(clientsFault); // at once: the connection ends when this returns
            return;
        }
        Outlet reader = outlet;
        if (reader != null && !reader.dead && reader.exceptionHandler != null) {
            reader.exceptionHandler.handle(cause);
        }
    }

    /** What one tunnel reads from. Handlers are set before the first demand, which publishes them to the client's loop. */
    private final class Outlet implements ReadStream<ByteBuf> {

        private volatile boolean dead;
        private volatile @Nullable Handler<ByteBuf> handler;
        private volatile @Nullable Handler<Void> endHandler;
        private volatile @Nullable Handler<Throwable> exceptionHandler;

        @Override
        public ReadStream<ByteBuf> handler(@Nullable Handler<ByteBuf> to) {
            handler = to;
            return this;
        }

        @Override
        public ReadStream<ByteBuf> endHandler(@Nullable Handler<Void> to) {
            endHandler = to;
            return this;
        }

        @Override
        public ReadStream<ByteBuf> exceptionHandler(@Nullable Handler<Throwable> to) {
            exceptionHandler = to;
            return this;
        }

        @Override
        public ReadStream<ByteBuf> pause() {
            if (!dead) {
                demanded = false;
                source.pause();
            }
            return this;
        }

        @Override
        public ReadStream<ByteBuf> fetch(long amount) {
            if (!dead) {
                demanded = true;
                source.fetch(amount);
            }
            return this;
        }

        @Override
        public ReadStream<ByteBuf> resume() {
            return fetch(Long.MAX_VALUE);
        }
    }
}
