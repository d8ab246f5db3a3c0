package opencmg.wire;

/**
 * A fault with its strength.
 *
 * @param fault what is done
 * @param bytesPerSecond in each direction of each connection; counts for {@link WireFault#SLOW} alone
 */
public record WireMode(WireFault fault, long bytesPerSecond) {

    public static final WireMode PASS = new WireMode(WireFault.PASS, 0);

    public WireMode {
        if (fault == WireFault.SLOW && bytesPerSecond < 1) {
            throw new IllegalArgumentException("slow needs bytes a second, for example: slow 10000");
        }
    }

    public static WireMode of(WireFault fault) {
        return new WireMode(fault, 0);
    }
}
