package opencmg.client.fleet;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** The counters of a run. Confined to the event loop of the devices. */
final class FleetCounters {

    private static final int MAX_FAILURE_KINDS = 100;
    /** Percentiles are at most 0.1 % too high. */
    private static final int SIGNIFICANT_DIGITS = 3;

    private static final FleetFailure OTHER_FAILURES = new FleetFailure("others", "");

    private final Map<DeviceWork, Histogram> done = new EnumMap<>(DeviceWork.class);
    private final Map<DeviceWork, Long> failed = new EnumMap<>(DeviceWork.class);
    private final SortedMap<FleetFailure, Long> failures = new TreeMap<>();
    private long bytes;
    private long skipped;
    private long polls;
    private int waiting;

    FleetCounters() {
        for (DeviceWork work : DeviceWork.values()) {
            done.put(work, new Histogram(SIGNIFICANT_DIGITS));
            failed.put(work, 0L);
        }
    }

    void done(DeviceWork work, long nanos, long responseBytes) {
        times(work).recordValue(Math.max(0, nanos / 1000));
        bytes += responseBytes;
    }

    void failed(DeviceWork work, Throwable cause) {
        failed.merge(work, 1L, Long::sum);
        failed(cause);
    }

    /** Counts a failure outside of the steady work, of an enrolment or a long poll. */
    void failed(Throwable cause) {
        FleetFailure kind = FleetFailure.of(cause);
        boolean hasCapacity = failures.size() < MAX_FAILURE_KINDS || failures.containsKey(kind);
        failures.merge(hasCapacity ? kind : OTHER_FAILURES, 1L, Long::sum);
    }

    /** Counts work that was due but skipped, because too much was in flight. */
    void skip() {
        skipped++;
    }

    void pollStarted() {
        waiting++;
    }

    void pollEnded(boolean answered) {
        waiting--;
        polls += answered ? 1 : 0;
    }

    /** Latencies in microseconds. */
    private Histogram times(DeviceWork work) {
        return Objects.requireNonNull(done.get(work));
    }

    long done(DeviceWork work) {
        return times(work).getTotalCount();
    }

    /**
     * A percentile of the latencies; 0 if there are none.
     *
     * @param percent above 0, at most 100
     */
    double percentileMillis(DeviceWork work, double percent) {
        return times(work).getValueAtPercentile(percent) / 1000.0;
    }

    long failed(DeviceWork work) {
        return failed.getOrDefault(work, 0L);
    }

    long allDone() {
        return done.values().stream().mapToLong(Histogram::getTotalCount).sum();
    }

    long allFailed() {
        return failures.values().stream().mapToLong(Long::longValue).sum();
    }

    SortedMap<FleetFailure, Long> failures() {
        return new TreeMap<>(failures);
    }

    long bytes() {
        return bytes;
    }

    long skippedCount() {
        return skipped;
    }

    /** The number of long polls that were answered. */
    long polls() {
        return polls;
    }

    /** The number of devices in a long poll now. */
    int waiting() {
        return waiting;
    }
}
