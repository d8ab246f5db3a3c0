package opencmg.mockmp.http;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What the bodies of all requests may take of the heap together, as they come in and as they are inflated. Who would take more is refused with 503: a
 * hundred large messages at once are no reason to die for a site with a small heap. Any thread.
 */
public final class BodyMemory {

    private final long most;
    private final AtomicLong taken = new AtomicLong();

    /**
     * A new account.
     *
     * @param most bytes
     */
    public BodyMemory(long most) {
        this.most = most;
    }

    /** Two fifths of the heap: the site itself needs the rest. */
    public static BodyMemory ofThisHeap() {
        return new BodyMemory(Runtime.getRuntime().maxMemory() / 5 * 2);
    }

    /** What one request takes; nothing yet. */
    public Share share() {
        return new Share();
    }

    long taken() {
        return taken.get();
    }

    /** To be closed when the request has been answered. */
    public final class Share implements AutoCloseable {

        private final AtomicLong own = new AtomicLong();

        private Share() {}

        /**
         * Takes more.
         *
         * @throws RequestRefusedException with 503 when there is not as much left
         */
        public void take(long bytes) {
            if (taken.addAndGet(bytes) > most) {
                taken.addAndGet(-bytes);
                throw new RequestRefusedException(503, "Service Unavailable", "messages take too much of the heap");
            }
            own.addAndGet(bytes);
        }

        /** Gives everything back; a second call changes nothing. */
        @Override
        public void close() {
            taken.addAndGet(-own.getAndSet(0));
        }
    }
}
