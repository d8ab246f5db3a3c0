package opencmg.mockmp.http;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Limits how much of the heap the bodies of all requests may take together, as received and as inflated. A request that would exceed the limit is
 * refused with 503, so that a hundred large messages at once do not end a site with a small heap. Any thread.
 */
public final class BodyMemory {

    private final long maxBytes;
    private final AtomicLong reserved = new AtomicLong();

    public BodyMemory(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Allows two fifths of the maximum heap: the site itself needs the rest. */
    public static BodyMemory ofThisHeap() {
        return new BodyMemory(Runtime.getRuntime().maxMemory() / 5 * 2);
    }

    /** Returns the account of one request, with nothing reserved. */
    public Share share() {
        return new Share();
    }

    long reserved() {
        return reserved.get();
    }

    /** The reservations of one request; to be closed when the response has been sent. */
    public final class Share implements AutoCloseable {

        private final AtomicLong own = new AtomicLong();

        private Share() {}

        /**
         * Reserves more memory.
         *
         * @throws RequestRefusedException with 503 when the limit would be exceeded
         */
        public void reserve(long bytes) {
            if (reserved.addAndGet(bytes) > maxBytes) {
                reserved.addAndGet(-bytes);
                throw new RequestRefusedException(503, "Service Unavailable", "messages take too much of the heap");
            }
            own.addAndGet(bytes);
        }

        /** Releases everything; idempotent. */
        @Override
        public void close() {
            reserved.addAndGet(-own.getAndSet(0));
        }
    }
}
