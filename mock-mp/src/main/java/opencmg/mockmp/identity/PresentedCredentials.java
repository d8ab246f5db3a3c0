package opencmg.mockmp.identity;

import io.vertx.core.http.HttpServerRequest;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import opencmg.mockmp.http.RequestId;
import org.jspecify.annotations.Nullable;

/**
 * The credentials that a request presents, collected on the event loop and not verified yet.
 *
 * @param request id of the request
 * @param trustedPeer whether the request comes from a connection point, so that its identity headers are trusted
 * @param peerCertificates certificates of the TLS peer, leaf first; empty without TLS or without a certificate
 * @param authMethod header {@code x-opencmg-client-way}; empty if absent or not trusted
 * @param clientCertificate header {@code Client-Cert} (RFC 9440); empty if absent or not trusted
 * @param authorization header {@code Authorization}; empty if absent
 */
public record PresentedCredentials(
        String request,
        boolean trustedPeer,
        List<X509Certificate> peerCertificates,
        String authMethod,
        String clientCertificate,
        String authorization) {

    /** Collects the credentials of a request. */
    public static PresentedCredentials of(HttpServerRequest request, TrustedPeers peers) {
        List<X509Certificate> peerCertificates = peerCertificates(request.sslSession());
        boolean trustedPeer = peers.includes(
                Optional.ofNullable(request.remoteAddress())
                        .map(address -> String.valueOf(address.hostAddress()))
                        .orElse(""),
                peerCertificates);
        return new PresentedCredentials(
                RequestId.of(request),
                trustedPeer,
                peerCertificates,
                trustedPeer ? header(request, "x-opencmg-client-way") : "",
                trustedPeer ? header(request, "Client-Cert") : "",
                header(request, "Authorization"));
    }

    /** Returns the certificates of a TLS peer, leaf first; a resumed session has them too. */
    public static List<X509Certificate> peerCertificates(@Nullable SSLSession session) {
        if (session == null) {
            return List.of();
        }
        try {
            return Arrays.stream(session.getPeerCertificates())
                    .filter(X509Certificate.class::isInstance)
                    .map((Certificate certificate) -> (X509Certificate) certificate)
                    .toList();
        } catch (SSLPeerUnverifiedException e) {
            return List.of();
        }
    }

    /** The bearer token, if any (RFC 6750). */
    public Optional<String> bearer() {
        return authorization.regionMatches(true, 0, "Bearer ", 0, 7)
                ? Optional.of(authorization.substring(7).strip())
                : Optional.empty();
    }

    /** Whether the request came through a gateway. */
    public boolean throughGateway() {
        return !authMethod.isEmpty();
    }

    private static String header(HttpServerRequest request, String name) {
        String value = request.getHeader(name);
        return value == null ? "" : value;
    }
}
