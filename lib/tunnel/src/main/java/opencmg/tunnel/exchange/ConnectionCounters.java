package opencmg.tunnel.exchange;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import opencmg.tunnel.RelayFailure;
import org.jspecify.annotations.Nullable;

/** Counters of one connection: written on its loop, read anywhere. */
public final class ConnectionCounters {

    private final AtomicInteger inFlight = new AtomicInteger();
    private final LongAdder exchanges = new LongAdder();
    private final LongAdder bytesIn = new LongAdder();
    private final LongAdder bytesOut = new LongAdder();
    private volatile @Nullable RelayFailure lastFailure;

    void begun() {
        inFlight.incrementAndGet();
        exchanges.increment();
    }

    void ended() {
        inFlight.decrementAndGet();
    }

    /** An exchange failed. */
    void failed(RelayFailure failure) {
        lastFailure = failure;
    }

    /** Of an exchange; empty when there was none. */
    public String lastFailure() {
        RelayFailure failure = lastFailure;
        return failure == null ? "" : failure.reason().code() + ": " + failure.detail();
    }

    void in(long bytes) {
        bytesIn.add(bytes);
    }

    void out(long bytes) {
        bytesOut.add(bytes);
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
