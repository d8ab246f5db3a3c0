package opencmg.certs;

/** The clients that a lab has from the start, by what is the matter with them. */
public enum LabClient {
    /** A good PKI client. */
    PKI("pki"),
    /** Issued like the good one, then revoked. */
    REVOKED("revoked"),
    /** Issued like the good one; its time is over. */
    EXPIRED("expired"),
    /** From an authority that nobody trusts. */
    FOREIGN("foreign"),
    /** Has the certificate that a Configuration Manager client makes for itself; good together with a token only. */
    SELF_SIGNED("selfSigned");

    private final String fileName;

    LabClient(String fileName) {
        this.fileName = fileName;
    }

    /** Also its name in {@code lab.json}. */
    public String fileName() {
        return fileName;
    }
}
