package opencmg.gateway.revocation;

/** What happens to a client whose revocation list cannot be had. */
public enum UnreachablePolicy {
    REFUSE,
    /** Let in, with a warning in the log. */
    ACCEPT
}
