package opencmg.gateway.identity;

import org.jspecify.annotations.Nullable;

/** Kinds of site tokens, told apart by two claims (protocol.md 5.1 to 5.3; categories other than the first are this project's choice). */
public enum TokenKind {
    BULK_REGISTRATION("bulk registration token", "SCCMPreAuthToken", "BulkRegistration"),
    ACCESS_DEVICE("CCM access token of a device", "CCMAccessToken", "Device"),
    ACCESS_USER("CCM access token of a user", "CCMAccessToken", "UDA"),
    ACCESS_ENROLMENT("CCM access token for enrolment", "CCMAccessToken", "Enrolment"),
    CLIENT("client token", "SelfProveToken", null);

    private final String text;
    private final String category;
    private final @Nullable String type;

    TokenKind(String text, String category, @Nullable String type) {
        this.text = text;
        this.category = category;
        this.type = type;
    }

    /** The kind that these claims name; null when there is none. */
    static @Nullable TokenKind of(@Nullable String category, @Nullable String type) {
        for (TokenKind kind : values()) {
            if (kind.category.equals(category) && (kind.type == null || kind.type.equals(type))) {
                return kind;
            }
        }
        return null;
    }

    /** For people. */
    public String text() {
        return text;
    }

    boolean enrolmentOnly() {
        return this == BULK_REGISTRATION || this == ACCESS_ENROLMENT;
    }

    /** A client token proves nothing without the certificate that it was issued for. */
    boolean mustBeBound() {
        return this == CLIENT;
    }
}
