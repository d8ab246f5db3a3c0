package opencmg.client.setup;

import opencmg.client.http.Web;
import opencmg.settings.Secret;
import org.jspecify.annotations.Nullable;

/**
 * How the client comes to its management point.
 *
 * @param kind by which credential
 * @param mp the management point
 * @param web connections, which show a certificate where the credential is one or is bound to one
 * @param token the CCM token; null where none is shown
 */
record MpRoute(
        Kind kind, ManagementPoint mp, Web web, @Nullable Secret token) {

    /** Credentials in the order in which they are tried, after the intranet, where none is needed. */
    enum Kind {
        INTRANET,
        ENTRA,
        PKI,
        /** A token of its own, together with its own certificate: that of a client which is installed already. */
        OWN_TOKEN,
        REGISTRATION_TOKEN
    }

    /** Whether the client gets, or has, a token of its own: with Entra or a PKI certificate it needs none. */
    boolean usesOwnToken() {
        return kind == Kind.INTRANET || kind == Kind.OWN_TOKEN || kind == Kind.REGISTRATION_TOKEN;
    }
}
