package opencmg.tunnel.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.streams.ReadStream;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import opencmg.tunnel.FailureReason;
import opencmg.tunnel.RelayFailure;
import opencmg.tunnel.http2.Http2Connection;
import opencmg.tunnel.http2.Http2StreamListener;
import opencmg.tunnel.http2.TunnelStream;
import org.jspecify.annotations.Nullable;

/** What the two ends of an exchange have in common: the body that arrives, the body that is sent, and the counters of the connection. On its loop. */
public abstract sealed class ExchangeStream implements Http2StreamListener permits GatewayStream, ConnectorStream {

    final Http2Connection connection;
    private final Counters counters;
    private @Nullable InboundBody inbound;
    private @Nullable OutboundBody outbound;

    ExchangeStream(Http2Connection connection, Counters counters) {
        this.connection = connection;
        this.counters = counters;
    }

    /** The body that arrives has ended, perhaps with trailers. Called once; not for an exchange that sends none. */
    abstract void inboundEnded();

    void started() {
        counters.started();
    }

    void countFailure(RelayFailure failure) {
        if (failure.reason() != FailureReason.ABANDONED) {
            counters.failed(failure);
        }
    }

    // ------------------------------------------------------------------ the body that arrives

    InboundBody receiveBody(TunnelStream stream, ContextInternal consumer) {
        InboundBody body = new InboundBody(connection, stream, consumer);
        inbound = body;
        return body;
    }

    @Nullable
    InboundBody inbound() {
        return inbound;
    }

    @Override
    public int onData(ByteBuf bytes, boolean end) {
        int size = bytes.readableBytes();
        counters.received(size);
        if (inbound == null) {
            return size;
        }
        if (size > 0) {
            inbound.onData(bytes);
        }
        if (end) {
            inboundEnded();
        }
        return 0;
    }

    // ------------------------------------------------------------------ the body that is sent

    /** Sends a body; {@code onBroken} runs if its source fails. */
    void sendBody(TunnelStream stream, ReadStream<ByteBuf> source, Consumer<Throwable> onBroken) {
        outbound = new OutboundBody(connection, stream, source, onBroken);
        outbound.start();
    }

    boolean sendsBody() {
        return outbound != null;
    }

    /** Whether there was no body to send, or all of it was passed on. */
    boolean isBodySent() {
        return outbound == null || outbound.stopped;
    }

    void stopSending() {
        if (outbound != null) {
            outbound.stop();
        }
    }

    /** The stream is closed. */
    void ended() {
        counters.ended();
        if (outbound != null) {
            outbound.stop();
            counters.sent(outbound.bytes);
        }
    }

    static String usualPhrase(int status) {
        return HttpResponseStatus.valueOf(status).reasonPhrase();
    }

    /**
     * Pumps a body into a stream. The source may belong to another context; everything here runs on the connection's loop.
     *
     * <p>The source is paused when {@value #HIGH_WATER} bytes wait for the window or the socket. Those, and what the source buffers, are all the memory that
     * a stalled receiver costs at this end.
     */
    private static final class OutboundBody {

        private static final int HIGH_WATER = 128 << 10;
        private static final int LOW_WATER = 64 << 10;

        private final Http2Connection connection;
        private final TunnelStream stream;
        private final ReadStream<ByteBuf> source;
        private final Consumer<Throwable> onBroken;
        private int queuedBytes;
        private boolean paused;
        private boolean stopped;
        private long bytes;

        OutboundBody(
                Http2Connection connection,
                TunnelStream stream,
                ReadStream<ByteBuf> source,
                Consumer<Throwable> onBroken) {
            this.connection = connection;
            this.stream = stream;
            this.source = source;
            this.onBroken = onBroken;
        }

        void start() {
            source.exceptionHandler(cause -> connection.runOnLoop(() -> breakOff(cause)));
            source.endHandler(end -> connection.runOnLoop(this::end));
            source.handler(chunk -> connection.runOnLoop(() -> write(chunk)));
            source.resume();
        }

        /** The rest is not needed. The source stays paused; its owner is notified separately and decides whether to close or drain it. */
        void stop() {
            if (!stopped) {
                stopped = true;
                source.pause();
            }
        }

        private void write(ByteBuf chunk) {
            int size = chunk.readableBytes();
            if (stopped || size == 0) {
                chunk.release();
                return;
            }
            bytes += size;
            queuedBytes += size;
            stream.sendData(chunk, () -> onSent(size));
            if (queuedBytes > HIGH_WATER && !paused) {
                paused = true;
                source.pause();
            }
        }

        /** Not called for data that a reset or a lost connection has discarded: nobody reads such a source, so it must not be resumed. */
        private void onSent(int size) {
            queuedBytes -= size;
            if (paused && queuedBytes < LOW_WATER && !stopped) {
                paused = false;
                source.resume();
            }
        }

        private void end() {
            if (!stopped) {
                stopped = true;
                stream.sendEnd();
            }
        }

        private void breakOff(Throwable cause) {
            if (!stopped) {
                stopped = true;
                onBroken.accept(cause);
            }
        }
    }

    /** Counters of one connection: written on its loop, read from any thread. */
    public static final class Counters {

        private final AtomicInteger inFlight = new AtomicInteger();
        private final LongAdder exchanges = new LongAdder();
        private final LongAdder bytesIn = new LongAdder();
        private final LongAdder bytesOut = new LongAdder();
        private volatile @Nullable RelayFailure lastFailure;

        private void started() {
            inFlight.incrementAndGet();
            exchanges.increment();
        }

        private void ended() {
            inFlight.decrementAndGet();
        }

        private void failed(RelayFailure failure) {
            lastFailure = failure;
        }

        private void received(long bytes) {
            bytesIn.add(bytes);
        }

        private void sent(long bytes) {
            bytesOut.add(bytes);
        }

        /** Code and detail of the last failed exchange; empty if none has failed. */
        public String lastFailure() {
            RelayFailure failure = lastFailure;
            return failure == null ? "" : failure.reason().code() + ": " + failure.detail();
        }

        public int inFlight() {
            return inFlight.get();
        }

        public long exchanges() {
            return exchanges.sum();
        }

        public long bytesIn() {
            return bytesIn.sum();
        }

        public long bytesOut() {
            return bytesOut.sum();
        }
    }
}
