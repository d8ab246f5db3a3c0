package opencmg.gateway.identity;

/** The three ways to come in, in the order in which they are tried. */
public enum AuthMethod {
    ENTRA("entra"),
    PKI("pki"),
    TOKEN("token");

    private final String text;

    AuthMethod(String text) {
        this.text = text;
    }

    /** As in the header {@code x-opencmg-client-way}. */
    public String text() {
        return text;
    }
}
