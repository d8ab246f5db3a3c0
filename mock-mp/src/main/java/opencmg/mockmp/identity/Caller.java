package opencmg.mockmp.identity;

import java.security.cert.X509Certificate;
import java.util.Optional;
import opencmg.mockmp.tokens.SiteToken;

/**
 * Who sent a request, as far as it is believed.
 *
 * @param request the request's id
 * @param throughGateway whether it came through a gateway: an internet client
 * @param certificate the client's own certificate, trusted or not: what a client token is bound to
 * @param pki whether that certificate is a trusted PKI certificate
 * @param token a valid site token that came as bearer
 * @param tokenProblem why a bearer was not accepted; empty if there was none or it was
 * @param windows whether Windows authentication was shown
 */
public record Caller(
        String request,
        boolean throughGateway,
        Optional<X509Certificate> certificate,
        boolean pki,
        Optional<SiteToken> token,
        String tokenProblem,
        boolean windows) {

    /** The strongest thing that it showed. */
    public Credential credential() {
        if (token.isPresent()) {
            return token.get().entra().isPresent() ? Credential.ENTRA : Credential.TOKEN;
        }
        return pki ? Credential.PKI : windows ? Credential.WINDOWS : Credential.NONE;
    }
}
