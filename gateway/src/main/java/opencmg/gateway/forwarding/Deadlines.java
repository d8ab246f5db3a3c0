package opencmg.gateway.forwarding;

import io.vertx.core.Vertx;
import org.jspecify.annotations.Nullable;

/**
 * The deadlines of one event loop: a timer wheel with one periodic timer. A Vert.x timer for each request would sit in the loop's own priority queue, where
 * adding and removing cost more with every request in flight; here both change a few pointers. Fires up to one tick late.
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
        this.timer = vertx.setPeriodic(TICK_MILLIS, id -> advance());
    }

    /** Runs {@code onExpiry} on this loop unless the entry is cancelled before. */
    public Entry in(long millis, Runnable onExpiry) {
        long due = tick + Math.max(1, (millis + TICK_MILLIS - 1) / TICK_MILLIS) + 1;
        Entry entry = new Entry(due, onExpiry);
        entry.insertAfter(slots[(int) (due % SLOTS)]);
        return entry;
    }

    public void close() {
        vertx.cancelTimer(timer);
    }

    /** Runs the entries of this slot that are due; those with more rounds to go stay. */
    private void advance() {
        tick++;
        Entry entry = slots[(int) (tick % SLOTS)].next;
        while (entry != null) {
            Entry next = entry.next;
            boolean pending = entry.previous != null; // an earlier one may have cancelled it
            if (pending && entry.due <= tick) {
                entry.cancel();
                entry.onExpiry.run();
            }
            entry = next;
        }
    }

    /** A pending deadline, a node of a slot's linked list. */
    public static final class Entry {

        private final long due;
        private final Runnable onExpiry;
        private @Nullable Entry previous;
        private @Nullable Entry next;

        private Entry(long due, Runnable onExpiry) {
            this.due = due;
            this.onExpiry = onExpiry;
        }

        private void insertAfter(Entry head) {
            previous = head;
            next = head.next;
            if (next != null) {
                next.previous = this;
            }
            head.next = this;
        }

        /** May be called more than once. */
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
