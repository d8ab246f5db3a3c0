package opencmg.mockmp.identity;

import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.Optional;
import opencmg.mockmp.keys.SiteIdentity;
import opencmg.mockmp.tokens.InvalidTokenException;
import opencmg.mockmp.tokens.SiteToken;
import opencmg.mockmp.tokens.TokenCategory;
import opencmg.mockmp.tokens.TokenVerifier;

/** Verifies the credentials of a request. Signature checks cost CPU: worker threads only. */
public final class CallerIdentifier {

    private final TokenVerifier verifier;
    private final ClientCertificates certificates;

    public CallerIdentifier(TokenVerifier verifier, ClientCertificates certificates) {
        this.verifier = verifier;
        this.certificates = certificates;
    }

    /** Identifies the caller. Never fails: credentials that do not verify are left out. */
    public Caller identify(PresentedCredentials presented) {
        Optional<X509Certificate> certificate = certificate(presented);
        Optional<SiteToken> token = Optional.empty();
        String problem = "";
        Optional<String> bearer = presented.bearer();
        if (bearer.isPresent()) {
            try {
                token = Optional.of(checkBinding(verifier.verify(bearer.get()), certificate));
            } catch (InvalidTokenException e) {
                problem = String.valueOf(e.getMessage());
            }
        }
        return new Caller(
                presented.request(),
                presented.throughGateway(),
                certificate,
                isPki(presented),
                token,
                problem,
                hasWindowsAuthentication(presented));
    }

    /** Through a connection point, the TLS certificate is the connection point's own; the client's is in the header. */
    private static Optional<X509Certificate> certificate(PresentedCredentials presented) {
        if (!presented.clientCertificate().isEmpty()) {
            return ClientCertificates.fromHeader(presented.clientCertificate());
        }
        return presented.throughGateway()
                ? Optional.empty()
                : presented.peerCertificates().stream().findFirst();
    }

    private boolean isPki(PresentedCredentials presented) {
        return presented.throughGateway()
                ? presented.authMethod().equals("pki")
                : certificates.trusts(presented.peerCertificates());
    }

    /** A client token is valid only together with its certificate (RFC 8705 section 3). */
    private static SiteToken checkBinding(SiteToken token, Optional<X509Certificate> certificate) {
        if (token.category() != TokenCategory.CLIENT) {
            return token;
        }
        String thumbprint =
                certificate.map(c -> SiteIdentity.thumbprint(c, "SHA-256")).orElse("");
        if (!token.certificateThumbprint().orElse("").equals(thumbprint) || thumbprint.isEmpty()) {
            throw new InvalidTokenException(
                    "the client token " + token.id() + " came without the certificate that it is bound to");
        }
        return token;
    }

    private static boolean hasWindowsAuthentication(PresentedCredentials presented) {
        String scheme = presented.authorization().toLowerCase(Locale.ROOT);
        return scheme.startsWith("negotiate ") || scheme.startsWith("ntlm ");
    }
}
