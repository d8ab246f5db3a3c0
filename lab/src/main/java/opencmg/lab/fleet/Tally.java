package opencmg.lab.fleet;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/** The figures of a run. Belongs to the event loop of the devices. */
final class Tally {

    private static final int MOST_KINDS = 100;
    private static final Failure OTHERS = new Failure("others", "");

    private final Map<Work, Latencies> done = new EnumMap<>(Work.class);
    private final Map<Work, Long> failed = new EnumMap<>(Work.class);
    private final SortedMap<Failure, Long> failures = new TreeMap<>();
    private long bytes;
    private long heldBack;
    private long polls;
    private int waiting;

    Tally() {
        for (Work work : Work.values()) {
            done.put(work, new Latencies());
            failed.put(work, 0L);
        }
    }

    void done(Work work, long nanos, long moreBytes) {
        times(work).add(nanos);
        bytes += moreBytes;
    }

    void failed(Work work, Throwable cause) {
        failed.merge(work, 1L, Long::sum);
        failed(cause);
    }

    /** Something that is no work of its own: enrolment, a long poll. */
    void failed(Throwable cause) {
        Failure kind = Failure.of(cause);
        boolean room = failures.size() < MOST_KINDS || failures.containsKey(kind);
        failures.merge(room ? kind : OTHERS, 1L, Long::sum);
    }

    /** Work that was due and left out, since too much was under way. */
    void heldBack() {
        heldBack++;
    }

    void pollBegins() {
        waiting++;
    }

    void pollEnds(boolean answered) {
        waiting--;
        polls += answered ? 1 : 0;
    }

    Latencies times(Work work) {
        return Objects.requireNonNull(done.get(work));
    }

    long failed(Work work) {
        return failed.getOrDefault(work, 0L);
    }

    long allDone() {
        return done.values().stream().mapToLong(Latencies::count).sum();
    }

    long allFailed() {
        return failures.values().stream().mapToLong(Long::longValue).sum();
    }

    SortedMap<Failure, Long> failures() {
        return new TreeMap<>(failures);
    }

    long bytes() {
        return bytes;
    }

    long leftOut() {
        return heldBack;
    }

    /** Long polls that were answered. */
    long polls() {
        return polls;
    }

    /** Devices that wait in a long poll now. */
    int waiting() {
        return waiting;
    }
}
