package opencmg.gateway.admission;

import io.vertx.core.MultiMap;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A request as the edge received it, without its body.
 *
 * @param requestId identifies the request in the logs of every hop
 * @param method as received
 * @param uri request target as received: path and query
 * @param headers as received; names are case-insensitive
 * @param peerChain certificates of the TLS client, leaf first, empty when it presented none. Pass one {@link opencmg.gateway.identity.PeerChain}
 *     per connection: then the certificate is not hashed again for every request
 * @param contentLength in bytes, -1 when unknown
 */
public record AdmissionRequest(
        String requestId,
        String method,
        String uri,
        MultiMap headers,
        List<X509Certificate> peerChain,
        long contentLength) {}
