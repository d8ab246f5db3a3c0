package opencmg.gateway.identity;

/** What happens to a client whose revocation list cannot be had. */
public enum WhenUnreachable {
    REFUSE,
    /** Let in, with a warning in the log. */
    ACCEPT
}
