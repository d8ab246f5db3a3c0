package opencmg.connectionpoint.relay;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Handler;
import io.vertx.core.streams.ReadStream;
import opencmg.tunnel.RelayFailure;
import org.jspecify.annotations.Nullable;

/**
 * Passes a body through unchanged, with its back-pressure, and reports progress to a listener. It ends once, either by the end handler or by the
 * exception handler; whatever comes later is dropped.
 */
final class ObservedBody implements ReadStream<ByteBuf> {

    private final ReadStream<ByteBuf> source;
    private final Listener listener;
    private @Nullable Handler<ByteBuf> chunkHandler;
    private @Nullable Handler<Void> endHandler;
    private @Nullable Handler<Throwable> exceptionHandler;
    private @Nullable RelayFailure failure;
    private boolean ended;
    private long demand;

    /** @param source paused */
    ObservedBody(ReadStream<ByteBuf> source, Listener listener) {
        this.source = source;
        this.listener = listener;
        source.handler(this::onChunk);
        source.endHandler(nothing -> onEnd());
        source.exceptionHandler(cause -> {
            if (!ended) {
                fail(listener.onFailure(cause));
            }
        });
    }

    /** Whether the next hop would take more now. Only then is silence the sender's fault. */
    boolean hasDemand() {
        return demand > 0;
    }

    /** Ends the body with a failure, which an exception handler that is set later receives too. */
    void fail(RelayFailure cause) {
        if (ended) {
            return;
        }
        ended = true;
        failure = cause;
        if (exceptionHandler != null) {
            exceptionHandler.handle(cause);
        }
    }

    private void onChunk(ByteBuf chunk) {
        if (demand != Long.MAX_VALUE) {
            demand--;
        }
        if (!ended) {
            listener.onProgress(chunk.readableBytes());
        }
        if (!ended && chunkHandler != null) {
            chunkHandler.handle(chunk);
        } else {
            chunk.release();
        }
    }

    private void onEnd() {
        if (ended) {
            return;
        }
        RelayFailure incomplete = listener.onEnd();
        if (incomplete != null) {
            fail(incomplete);
            return;
        }
        ended = true;
        if (endHandler != null) {
            endHandler.handle(null);
        }
    }

    @Override
    public ObservedBody handler(@Nullable Handler<ByteBuf> handler) {
        chunkHandler = handler;
        return this;
    }

    @Override
    public ObservedBody endHandler(@Nullable Handler<Void> handler) {
        endHandler = handler;
        return this;
    }

    @Override
    public ObservedBody exceptionHandler(@Nullable Handler<Throwable> handler) {
        exceptionHandler = handler;
        if (handler != null && failure != null) {
            handler.handle(failure);
        }
        return this;
    }

    @Override
    public ObservedBody pause() {
        demand = 0;
        source.pause();
        return this;
    }

    @Override
    public ObservedBody resume() {
        addDemand(Long.MAX_VALUE);
        source.resume();
        return this;
    }

    @Override
    public ObservedBody fetch(long amount) {
        addDemand(amount);
        source.fetch(amount);
        return this;
    }

    /** The idle timeout starts when the consumer starts to wait. */
    private void addDemand(long amount) {
        if (demand == 0 && !ended) {
            listener.onProgress(0);
        }
        demand = amount > Long.MAX_VALUE - demand ? Long.MAX_VALUE : demand + amount;
    }

    /** Receives the progress of a body. */
    interface Listener {

        /** @param bytes size of the chunk that passes; 0 when the consumer starts to wait for the next one */
        void onProgress(int bytes);

        /**
         * Called when the sender has finished.
         *
         * @return why the body is incomplete all the same, or null
         */
        @Nullable
        RelayFailure onEnd();

        /**
         * Called when the source fails.
         *
         * @return what the consumer is to receive
         */
        RelayFailure onFailure(Throwable cause);
    }
}
