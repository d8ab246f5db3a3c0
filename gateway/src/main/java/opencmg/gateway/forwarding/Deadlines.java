package opencmg.gateway.forwarding;

import io.vertx.core.Vertx;
import org.jspecify.annotations.Nullable;

/**
 * The deadlines of one event loop: a wheel of slots that one ticking timer turns. A timer for each request would sit in the loop's own queue, where
 * putting in and taking out cost more with every request in flight; here both are a few pointers. Fires up to one tick late.
 */
public final class Deadlines {

    static final long TICK_MILLIS = 200;
    private static final int SLOTS = 512;

    private final Vertx vertx;
    private final Entry[] slots = new Entry[SLOTS];
    private final long timer;
    private long tick;

    /** Call it on the event loop that it is for. */
    public Deadlines(Vertx vertx) {
        this.vertx = vertx;
        for (int i = 0; i < SLOTS; i++) {
            slots[i] = new Entry(Long.MAX_VALUE, () -> {});
        }
        this.timer = vertx.setPeriodic(TICK_MILLIS, id -> turn());
    }

    /** Runs {@code late} on this loop unless the entry is cancelled before. */
    public Entry in(long millis, Runnable late) {
        long due = tick + Math.max(1, (millis + TICK_MILLIS - 1) / TICK_MILLIS) + 1;
        Entry entry = new Entry(due, late);
        entry.insertAfter(slots[(int) (due % SLOTS)]);
        return entry;
    }

    public void close() {
        vertx.cancelTimer(timer);
    }

    /** What is due runs; what has further rounds to go stays in its slot. */
    private void turn() {
        tick++;
        Entry at = slots[(int) (tick % SLOTS)].next;
        while (at != null) {
            Entry next = at.next;
            if (at.previous != null && at.due <= tick) { // one before it may have cancelled it
                at.cancel();
                at.late.run();
            }
            at = next;
        }
    }

    /** A deadline that has not come yet. */
    public static final class Entry {

        private final long due;
        private final Runnable late;
        private @Nullable Entry previous;
        private @Nullable Entry next;

        private Entry(long due, Runnable late) {
            this.due = due;
            this.late = late;
        }

        private void insertAfter(Entry head) {
            previous = head;
            next = head.next;
            if (next != null) {
                next.previous = this;
            }
            head.next = this;
        }

        /** Twice does no harm. */
        public void cancel() {
            if (previous != null) {
                previous.next = next;
                if (next != null) {
                    next.previous = previous;
                }
                previous = null;
            }
        }
    }
}
