package opencmg.wire;

/**
 * A fault with its strength.
 *
 * @param fault what is done
 * @param bytesPerSecond in each direction of each connection; counts for {@link Fault#SLOW} alone
 */
public record Mode(Fault fault, long bytesPerSecond) {

    public static final Mode PASS = new Mode(Fault.PASS, 0);

    public Mode {
        if (fault == Fault.SLOW && bytesPerSecond < 1) {
            throw new IllegalArgumentException("slow needs bytes a second, for example: slow 10000");
        }
    }

    public static Mode of(Fault fault) {
        return new Mode(fault, 0);
    }
}
