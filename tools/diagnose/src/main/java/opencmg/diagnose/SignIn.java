package opencmg.diagnose;

import opencmg.certs.Credential;
import opencmg.certs.LabClient;
import opencmg.client.descriptor.LabFile;
import opencmg.settings.Secret;
import org.jspecify.annotations.Nullable;

/**
 * As whom the analyzer comes to the gateway.
 *
 * @param kind which of the product's three identities
 * @param token to exchange at CCM_STS; null for a certificate
 * @param certificate shown in the TLS handshake; with a client token the one that it is bound to
 * @param access a CCM access token for what a registration token does not open; null when there is none
 */
public record SignIn(
        Kind kind,
        @Nullable Secret token,
        @Nullable Credential certificate,
        @Nullable Secret access) {

    /** Of which kind it is. */
    public enum Kind {
        /** Nobody: checks that need a sign-in are skipped. */
        NONE("nobody"),
        /** A token of a user or device. */
        ENTRA("Azure AD token"),
        /** A PKI client certificate. */
        CERTIFICATE("client certificate"),
        /** A token that the site has issued. */
        SITE_TOKEN("site token");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    public static final SignIn NOBODY = new SignIn(Kind.NONE, null, null, null);

    public static SignIn entra(Secret token) {
        return new SignIn(Kind.ENTRA, token, null, null);
    }

    public static SignIn certificate(Credential certificate) {
        return new SignIn(Kind.CERTIFICATE, null, certificate, null);
    }

    /** A bulk registration token, a CCM access token, or a client token with its certificate. */
    public static SignIn siteToken(Secret token, @Nullable Credential boundTo) {
        return new SignIn(Kind.SITE_TOKEN, token, boundTo, null);
    }

    /** The lab's Entra token where it has one, else its registration token. */
    public static SignIn of(LabFile lab) {
        String entra = lab.token("entra");
        Secret access = Secret.of(lab.token("access"));
        return entra.isEmpty()
                ? new SignIn(Kind.SITE_TOKEN, Secret.of(lab.token("bulk")), null, access)
                : new SignIn(Kind.ENTRA, Secret.of(entra), null, access);
    }

    /** One of the lab's clients. */
    public static SignIn of(LabFile lab, LabClient client) {
        return certificate(lab.client(client));
    }
}
