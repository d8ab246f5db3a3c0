package opencmg.gateway.edge;

/**
 * The access log.
 *
 * @param access which exchanges get a line; {@code refused} by default
 */
public record LogSettings(Access access) {

    public static final LogSettings DEFAULTS = new LogSettings(Access.REFUSED);

    public LogSettings {
        access = access == null ? Access.REFUSED : access;
    }

    /** Which exchanges get a line. */
    public enum Access {
        OFF,
        /** Refused and failed ones. */
        REFUSED,
        ALL
    }
}
