package opencmg.mockmp.identity;

import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.Optional;
import opencmg.mockmp.keys.SiteIdentity;
import opencmg.mockmp.tokens.InvalidTokenException;
import opencmg.mockmp.tokens.SiteToken;
import opencmg.mockmp.tokens.TokenCategory;
import opencmg.mockmp.tokens.TokenVerifier;

/** Judges what a request shows of its sender. Costs signature checks: not for an event loop. */
public final class Callers {

    private final TokenVerifier verifier;
    private final ClientCertificates certificates;

    public Callers(TokenVerifier verifier, ClientCertificates certificates) {
        this.verifier = verifier;
        this.certificates = certificates;
    }

    /** Never fails: what is not believed is left out. */
    public Caller identify(ShownCredentials arrival) {
        Optional<X509Certificate> certificate = certificate(arrival);
        Optional<SiteToken> token = Optional.empty();
        String problem = "";
        Optional<String> bearer = arrival.bearer();
        if (bearer.isPresent()) {
            try {
                token = Optional.of(bound(verifier.verify(bearer.get()), certificate));
            } catch (InvalidTokenException e) {
                problem = String.valueOf(e.getMessage());
            }
        }
        return new Caller(
                arrival.request(),
                arrival.throughGateway(),
                certificate,
                isPki(arrival),
                token,
                problem,
                showsWindowsAuthentication(arrival));
    }

    /** Behind a connection point the TLS certificate is that one's own, so only the header tells of the client's. */
    private static Optional<X509Certificate> certificate(ShownCredentials arrival) {
        if (!arrival.clientCertificate().isEmpty()) {
            return ClientCertificates.fromHeader(arrival.clientCertificate());
        }
        return arrival.throughGateway()
                ? Optional.empty()
                : arrival.shown().stream().findFirst();
    }

    private boolean isPki(ShownCredentials arrival) {
        return arrival.throughGateway() ? arrival.way().equals("pki") : certificates.trusts(arrival.shown());
    }

    /** A client token is good only together with its certificate (RFC 8705 section 3). */
    private static SiteToken bound(SiteToken token, Optional<X509Certificate> certificate) {
        if (token.category() != TokenCategory.CLIENT) {
            return token;
        }
        String shown =
                certificate.map(c -> SiteIdentity.thumbprint(c, "SHA-256")).orElse("");
        if (!token.certificateThumbprint().orElse("").equals(shown) || shown.isEmpty()) {
            throw new InvalidTokenException(
                    "the client token " + token.id() + " came without the certificate that it is bound to");
        }
        return token;
    }

    private static boolean showsWindowsAuthentication(ShownCredentials arrival) {
        String scheme = arrival.authorization().toLowerCase(Locale.ROOT);
        return scheme.startsWith("negotiate ") || scheme.startsWith("ntlm ");
    }
}
