package opencmg.cli;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Looks again and again. For what goes on in another process, which nobody announces here. */
public final class Eventually {

    private static final Duration MOST = Duration.ofSeconds(30);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(5);

    private Eventually() {}

    /**
     * Returns as soon as it is so.
     *
     * @throws AssertionError when it is not so after 30 s
     */
    public static void holds(Callable<Boolean> condition) throws Exception {
        long began = System.nanoTime();
        while (!condition.call()) {
            if (System.nanoTime() - began > MOST.toNanos()) {
                throw new AssertionError("it did not come about within " + MOST.toSeconds() + " s");
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
    }
}
