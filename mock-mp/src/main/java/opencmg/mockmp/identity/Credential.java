package opencmg.mockmp.identity;

/** Kind of credential of a caller. It decides whether a registration is approved. */
public enum Credential {
    NONE,
    /** Windows authentication, accepted without a domain to verify it. */
    WINDOWS,
    /** A trusted PKI certificate. */
    PKI,
    /** A site token. */
    TOKEN,
    /** A site token that was issued for an Entra token. */
    ENTRA
}
