package opencmg.gateway.edge;

/**
 * What is logged of traffic.
 *
 * @param access one line for each exchange of that kind; {@code refused} by default
 */
public record LogSettings(Access access) {

    public static final LogSettings DEFAULTS = new LogSettings(Access.REFUSED);

    public LogSettings {
        access = access == null ? Access.REFUSED : access;
    }

    /** Which exchanges leave a line. */
    public enum Access {
        OFF,
        /** Refused and failed ones. */
        REFUSED,
        ALL
    }
}
