package opencmg.client.setup;

import opencmg.client.http.Web;
import opencmg.settings.Secret;
import org.jspecify.annotations.Nullable;

/**
 * How the client reaches its management point.
 *
 * @param kind the credential
 * @param mp the management point
 * @param web sends the requests; has a client certificate if the credential is a certificate or is bound to one
 * @param token the CCM token; null for none
 */
record MpRoute(
        Kind kind, ManagementPoint mp, Web web, @Nullable Secret token) {

    /** The credentials, in the order in which they are tried. On the intranet none is needed. */
    enum Kind {
        INTRANET,
        ENTRA,
        PKI,
        /** The token and certificate of an installed client. */
        OWN_TOKEN,
        REGISTRATION_TOKEN
    }

    /** Whether the client has or gets its own token; with Entra or a PKI certificate it needs none. */
    boolean usesOwnToken() {
        return kind == Kind.INTRANET || kind == Kind.OWN_TOKEN || kind == Kind.REGISTRATION_TOKEN;
    }
}
