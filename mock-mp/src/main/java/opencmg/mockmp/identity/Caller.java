package opencmg.mockmp.identity;

import java.security.cert.X509Certificate;
import java.util.Optional;
import opencmg.mockmp.tokens.SiteToken;

/**
 * The sender of a request, by its verified credentials.
 *
 * @param request id of the request
 * @param throughGateway whether the request came through a gateway, so from an internet client
 * @param certificate the client's own certificate, trusted or not; client tokens are bound to it
 * @param pki whether that certificate is a trusted PKI certificate
 * @param token the bearer token, if it is a valid site token
 * @param tokenProblem why the bearer token was refused; empty if there was none or it is valid
 * @param windows whether an Authorization header of Windows authentication was sent
 */
public record Caller(
        String request,
        boolean throughGateway,
        Optional<X509Certificate> certificate,
        boolean pki,
        Optional<SiteToken> token,
        String tokenProblem,
        boolean windows) {

    /** The strongest credential. */
    public Credential credential() {
        if (token.isPresent()) {
            return token.get().entra().isPresent() ? Credential.ENTRA : Credential.TOKEN;
        }
        return pki ? Credential.PKI : windows ? Credential.WINDOWS : Credential.NONE;
    }
}
