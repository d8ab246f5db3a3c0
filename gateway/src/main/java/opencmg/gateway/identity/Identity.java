package opencmg.gateway.identity;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who a client was proved to be. */
public sealed interface Identity {

    AuthMethod way();

    /** What the proof names: the object id of an Entra device or user, the distinguished name of a certificate, the id of a site token. */
    String subject();

    /** The device as the proof names it; null when it names none. */
    @Nullable
    String deviceId();

    /** Until when the proof holds; no skew added. */
    Instant until();

    /** Whether it opens only what a new client needs. */
    default boolean enrolmentOnly() {
        return false;
    }

    /**
     * By an Entra token.
     *
     * @param user whether a user has signed in; otherwise the device alone
     */
    record Entra(String tenantId, String subject, @Nullable String deviceId, boolean user, Instant until)
            implements Identity {

        @Override
        public AuthMethod way() {
            return AuthMethod.ENTRA;
        }
    }

    /**
     * By a PKI client certificate.
     *
     * @param serial of the certificate, upper-case hexadecimal
     * @param issuer its distinguished name
     */
    record Pki(String subject, String serial, String issuer, Instant until) implements Identity {

        @Override
        public AuthMethod way() {
            return AuthMethod.PKI;
        }

        @Override
        public @Nullable String deviceId() {
            return null;
        }
    }

    /**
     * By a token that the site has issued.
     *
     * @param id what the site blocks it by
     * @param boundTo SHA-256 thumbprint, base64url, of the certificate that must be shown with it; null when any or none will do
     */
    record SiteToken(
            TokenKind kind,
            UUID id,
            @Nullable String deviceId,
            @Nullable String boundTo,
            Instant until) implements Identity {

        @Override
        public AuthMethod way() {
            return AuthMethod.TOKEN;
        }

        @Override
        public String subject() {
            return id.toString();
        }

        @Override
        public boolean enrolmentOnly() {
            return kind.enrolmentOnly();
        }
    }
}
