package opencmg.mockmp.tokens;

/** Limits of a bulk registration token's validity, in minutes (protocol.md 1.10). */
public final class BulkLifetime {

    /** Three days. */
    public static final int DEFAULT_MINUTES = 4320;
    /** Seven days. */
    public static final int MAX_MINUTES = 10080;

    private BulkLifetime() {}

    /**
     * Checks a wish.
     *
     * @throws TokenRefusedException when it is out of range
     */
    public static int checked(long minutes) {
        if (minutes < 1 || minutes > MAX_MINUTES) {
            throw new TokenRefusedException(
                    "the lifetime must be 1 to " + MAX_MINUTES + " minutes, for example /lifetime:" + DEFAULT_MINUTES);
        }
        return (int) minutes;
    }
}
