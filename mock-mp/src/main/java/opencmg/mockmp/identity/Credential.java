package opencmg.mockmp.identity;

/** What a caller showed of itself: the credential that decides on the approval of a registration. */
public enum Credential {
    NONE,
    /** Windows authentication, believed without a domain. */
    WINDOWS,
    /** A trusted PKI certificate. */
    PKI,
    /** A site token. */
    TOKEN,
    /** A site token that was got with an Entra token. */
    ENTRA
}
