package opencmg.gateway.identity;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The verified identity of a client. */
public sealed interface Identity {

    /** The authentication methods, in the order in which they are tried. */
    enum AuthMethod {
        ENTRA("entra"),
        PKI("pki"),
        TOKEN("token");

        private final String text;

        AuthMethod(String text) {
            this.text = text;
        }

        /** The value of the header field {@code x-opencmg-client-way}. */
        public String text() {
            return text;
        }
    }

    AuthMethod authMethod();

    /** The object id of an Entra device or user, the distinguished name of a certificate, or the id of a site token. */
    String subject();

    /** The device that the credential names; null when it names none. */
    @Nullable
    String deviceId();

    /** The end of the credential's validity, without clock skew. */
    Instant until();

    /** Whether the credential opens only the endpoints that a new client needs. */
    default boolean enrolmentOnly() {
        return false;
    }

    /**
     * Authenticated by an Entra token.
     *
     * @param user whether a user has signed in; otherwise the device alone
     */
    record Entra(String tenantId, String subject, @Nullable String deviceId, boolean user, Instant until)
            implements Identity {

        @Override
        public AuthMethod authMethod() {
            return AuthMethod.ENTRA;
        }
    }

    /**
     * Authenticated by a PKI client certificate.
     *
     * @param serial of the certificate, upper-case hexadecimal
     * @param issuer its distinguished name
     */
    record Pki(String subject, String serial, String issuer, Instant until) implements Identity {

        @Override
        public AuthMethod authMethod() {
            return AuthMethod.PKI;
        }

        @Override
        public @Nullable String deviceId() {
            return null;
        }
    }

    /**
     * Authenticated by a token that the site issued.
     *
     * @param id by which the site can block the token
     * @param boundTo SHA-256 thumbprint, base64url, of the certificate that the client must present with it; null when the token is not bound
     */
    record SiteToken(
            TokenKind kind,
            UUID id,
            @Nullable String deviceId,
            @Nullable String boundTo,
            Instant until) implements Identity {

        @Override
        public AuthMethod authMethod() {
            return AuthMethod.TOKEN;
        }

        @Override
        public String subject() {
            return id.toString();
        }

        @Override
        public boolean enrolmentOnly() {
            return kind == TokenKind.BULK_REGISTRATION || kind == TokenKind.ACCESS_ENROLMENT;
        }
    }

    /** The kinds of site tokens, defined by two claims (protocol.md 5.1 to 5.3; all categories but the first are this project's choice). */
    enum TokenKind {
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

        /** The kind with these claims; null when there is none. */
        static @Nullable TokenKind of(@Nullable String category, @Nullable String type) {
            for (TokenKind kind : values()) {
                if (kind.category.equals(category) && (kind.type == null || kind.type.equals(type))) {
                    return kind;
                }
            }
            return null;
        }

        /** The name for messages. */
        public String text() {
            return text;
        }
    }
}
