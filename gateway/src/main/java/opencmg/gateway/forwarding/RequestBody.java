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
 * A request's body on its way to a tunnel: paused until a tunnel reads it, counted against the endpoint's limit. It knows whether any of it was passed
 * on, because only an untouched body may be sent through a second tunnel.
 *
 * <p>Lives on the client's event loop. A tunnel on another loop reads through a {@link Reader}, whose demand may come from any thread.
 */
public final class RequestBody {

    private final ReadStream<ByteBuf> source;
    private final Runnable onFirstReader;
    private final Function<Throwable, @Nullable Refusal> clientFault;
    private @Nullable Reader reader;
    private Consumer<Refusal> onFault = refusal -> {};
    private long limit = Long.MAX_VALUE;
    private long bytes;
    private boolean touched;
    private boolean ended;
    private volatile boolean demanded;

    /**
     * @param source paused
     * @param onFirstReader called once, when a tunnel begins to read: the moment to send 100 Continue
     * @param clientFault maps the failure of a broken body to what the client did wrong; null when its connection just ended
     */
    public RequestBody(
            ReadStream<ByteBuf> source, Runnable onFirstReader, Function<Throwable, @Nullable Refusal> clientFault) {
        this.source = source;
        this.onFirstReader = onFirstReader;
        this.clientFault = clientFault;
    }

    /** @param whenExceeded also called for a body that breaks the HTTP syntax */
    void limit(long maxBytes, Consumer<Refusal> whenExceeded) {
        limit = maxBytes;
        onFault = whenExceeded;
    }

    /** A new stream to read from. The previous reader, if any, is detached: it gets nothing more and its demand has no effect. */
    ReadStream<ByteBuf> newReader() {
        boolean first = reader == null;
        Reader fresh = new Reader();
        reader = fresh;
        source.exceptionHandler(this::onFailure);
        source.endHandler(end -> onEnd());
        source.handler(this::onChunk);
        if (first) {
            onFirstReader.run();
        }
        return fresh;
    }

    /** Detaches the tunnel that failed. @return whether the whole body can still be sent through another one */
    boolean reclaim() {
        detachReader();
        return !touched;
    }

    private void detachReader() {
        source.pause();
        demanded = false;
        if (reader != null) {
            reader.detached = true;
        }
    }

    /** Bytes received so far. */
    public long bytes() {
        return bytes;
    }

    /** Whether all of it was received. */
    public boolean isComplete() {
        return ended;
    }

    /** Whether a tunnel wants to read and the client sends nothing. */
    boolean isWaitingForClient() {
        return demanded && !ended;
    }

    private void onChunk(ByteBuf chunk) {
        touched = true;
        bytes += chunk.readableBytes();
        Reader to = reader;
        if (bytes > limit) {
            chunk.release();
            detachReader();
            onFault.accept(new Refusal(
                    RefusalReason.BODY_TOO_LARGE,
                    "the body has more than the " + limit + " bytes that the endpoint takes"));
        } else if (to != null && !to.detached && to.handler != null) {
            to.handler.handle(chunk);
        } else {
            chunk.release();
        }
    }

    private void onEnd() {
        touched = true;
        ended = true;
        Reader to = reader;
        if (to != null && !to.detached && to.endHandler != null) {
            to.endHandler.handle(null);
        }
    }

    private void onFailure(Throwable cause) {
        Refusal fault = clientFault.apply(cause);
        if (fault != null) {
            detachReader();
            onFault.accept(fault); // at once: the connection ends when this returns
            return;
        }
        Reader to = reader;
        if (to != null && !to.detached && to.exceptionHandler != null) {
            to.exceptionHandler.handle(cause);
        }
    }

    /** What one tunnel reads from. Its handlers are set before the first demand, which publishes them to the client's loop. */
    private final class Reader implements ReadStream<ByteBuf> {

        private volatile boolean detached;
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
            if (!detached) {
                demanded = false;
                source.pause();
            }
            return this;
        }

        @Override
        public ReadStream<ByteBuf> fetch(long amount) {
            if (!detached) {
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
