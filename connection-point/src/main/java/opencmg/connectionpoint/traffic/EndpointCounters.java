package opencmg.connectionpoint.traffic;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Counts the exchanges of one endpoint. Each exchange calls {@link #started} and {@link #ended} once. Any thread. */
public final class EndpointCounters {

    private final String name;
    private final String role;
    private volatile String targetHost;
    private final LongAdder requests = new LongAdder();
    private final LongAdder requestsWithBearerToken = new LongAdder();
    private final LongAdder requestBytes = new LongAdder();
    private final LongAdder responseBytes = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final AtomicInteger concurrent = new AtomicInteger();
    private final AtomicInteger peakConcurrent = new AtomicInteger();

    EndpointCounters(String name, String role, String targetHost) {
        this.name = name;
        this.role = role;
        this.targetHost = targetHost;
    }

    public String name() {
        return name;
    }

    /** A new configuration may move the role to another host. */
    void setTargetHost(String host) {
        targetHost = host;
    }

    public void started(boolean bearerToken) {
        requests.increment();
        if (bearerToken) {
            requestsWithBearerToken.increment();
        }
        int now = concurrent.incrementAndGet();
        if (now > peakConcurrent.get()) {
            peakConcurrent.accumulateAndGet(now, Math::max);
        }
    }

    /**
     * Ends an exchange.
     *
     * @param sentBytes of the request body
     * @param receivedBytes of the response body
     * @param incomplete whether no complete response came back
     */
    public void ended(long sentBytes, long receivedBytes, boolean incomplete) {
        concurrent.decrementAndGet();
        requestBytes.add(sentBytes);
        responseBytes.add(receivedBytes);
        if (incomplete) {
            failed.increment();
        }
    }

    /** Counters since the start, and the peak of concurrent exchanges since the last call with {@code resetPeak}. */
    EndpointTraffic snapshot(boolean resetPeak) {
        int peak = resetPeak ? peakConcurrent.getAndSet(concurrent.get()) : peakConcurrent.get();
        return new EndpointTraffic(
                name,
                role,
                targetHost,
                requests.sum(),
                requestsWithBearerToken.sum(),
                peak,
                requestBytes.sum(),
                responseBytes.sum(),
                failed.sum());
    }
}
