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
 * What a request shows of its sender, taken on the event loop and not judged yet.
 *
 * @param request the request's id
 * @param believed whether the identity headers come from a connection point
 * @param shown certificates of the TLS peer, leaf first; empty without TLS or without a certificate
 * @param way header {@code x-opencmg-client-way}; empty if absent or not believed
 * @param clientCertificate header {@code Client-Cert} (RFC 9440); empty if absent or not believed
 * @param authorization header {@code Authorization}
 */
public record ShownCredentials(
        String request,
        boolean believed,
        List<X509Certificate> shown,
        String way,
        String clientCertificate,
        String authorization) {

    public static ShownCredentials of(HttpServerRequest request, TrustedPeers peers) {
        List<X509Certificate> shown = shown(request.sslSession());
        boolean believed = peers.believes(
                Optional.ofNullable(request.remoteAddress())
                        .map(address -> String.valueOf(address.hostAddress()))
                        .orElse(""),
                shown);
        return new ShownCredentials(
                RequestId.of(request),
                believed,
                shown,
                believed ? header(request, "x-opencmg-client-way") : "",
                believed ? header(request, "Client-Cert") : "",
                header(request, "Authorization"));
    }

    /** Certificates of a TLS peer; still there on a resumed session. */
    public static List<X509Certificate> shown(@Nullable SSLSession session) {
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

    /** The bearer token, if there is one (RFC 6750). */
    public Optional<String> bearer() {
        return authorization.regionMatches(true, 0, "Bearer ", 0, 7)
                ? Optional.of(authorization.substring(7).strip())
                : Optional.empty();
    }

    /** Whether it was sent through a gateway. */
    public boolean throughGateway() {
        return !way.isEmpty();
    }

    private static String header(HttpServerRequest request, String name) {
        String value = request.getHeader(name);
        return value == null ? "" : value;
    }
}
