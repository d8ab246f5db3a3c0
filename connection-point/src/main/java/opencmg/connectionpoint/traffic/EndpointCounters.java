package opencmg.connectionpoint.traffic;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Counts the exchanges of one endpoint, on any loop. An exchange is begun once and then ended once. */
public final class EndpointCounters {

    private final String name;
    private final String role;
    private volatile String targetHost;
    private final LongAdder requests = new LongAdder();
    private final LongAdder withBearerToken = new LongAdder();
    private final LongAdder requestBytes = new LongAdder();
    private final LongAdder responseBytes = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final AtomicInteger concurrent = new AtomicInteger();
    private final AtomicInteger mostConcurrent = new AtomicInteger();

    EndpointCounters(String name, String role, String targetHost) {
        this.name = name;
        this.role = role;
        this.targetHost = targetHost;
    }

    public String name() {
        return name;
    }

    /** A new configuration may move the role to another host. */
    void pointsTo(String host) {
        targetHost = host;
    }

    public void begun(boolean bearerToken) {
        requests.increment();
        if (bearerToken) {
            withBearerToken.increment();
        }
        int now = concurrent.incrementAndGet();
        if (now > mostConcurrent.get()) {
            mostConcurrent.accumulateAndGet(now, Math::max);
        }
    }

    /**
     * Ends what was begun.
     *
     * @param sent body bytes of the request
     * @param received body bytes of the answer
     * @param broken whether no whole answer came back
     */
    public void ended(long sent, long received, boolean broken) {
        concurrent.decrementAndGet();
        requestBytes.add(sent);
        responseBytes.add(received);
        if (broken) {
            failed.increment();
        }
    }

    /** Counters since the start; the high-water mark of those in flight since the last call with {@code rewind}. */
    EndpointTraffic snapshot(boolean rewind) {
        int most = rewind ? mostConcurrent.getAndSet(concurrent.get()) : mostConcurrent.get();
        return new EndpointTraffic(
                name,
                role,
                targetHost,
                requests.sum(),
                withBearerToken.sum(),
                most,
                requestBytes.sum(),
                responseBytes.sum(),
                failed.sum());
    }
}
