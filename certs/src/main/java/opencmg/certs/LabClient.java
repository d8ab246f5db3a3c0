package opencmg.certs;

/** The client credentials of a new lab: a valid one, and one for each defect. */
public enum LabClient {
    /** A valid PKI client. */
    PKI("pki"),
    /** Issued like {@link #PKI}, then revoked. */
    REVOKED("revoked"),
    /** Issued like {@link #PKI}, but expired. */
    EXPIRED("expired"),
    /** Issued by an authority that nobody trusts. */
    FOREIGN("foreign"),
    /** The self-signed certificate of a Configuration Manager client; accepted only together with a token. */
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
