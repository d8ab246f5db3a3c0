package opencmg.bench.side;

/** A wait between two looks at something that cannot tell of itself. */
public final class PollDelay {

    private PollDelay() {}

    /** Ends early, with the mark of interruption set, when the thread is interrupted. */
    public static void millis(long time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
