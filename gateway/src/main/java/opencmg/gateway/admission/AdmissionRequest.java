package opencmg.gateway.admission;

import io.vertx.core.MultiMap;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A request as the edge has received it, without its body.
 *
 * @param requestId stands in the logs of every hop
 * @param method as received
 * @param uri request target as received: path and query
 * @param headers as received; names without regard to case
 * @param peerChain certificates of the TLS client, leaf first, empty when it has shown none; a {@link opencmg.gateway.identity.PeerChain} made once
 *     per connection spares hashing the certificate for every request
 * @param contentLength in bytes, -1 when not told
 */
public record AdmissionRequest(
        String requestId,
        String method,
        String uri,
        MultiMap headers,
        List<X509Certificate> peerChain,
        long contentLength) {}
