package opencmg.gateway.edge;

import io.vertx.core.http.HttpConnection;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;
import opencmg.gateway.identity.PeerChain;
import org.jspecify.annotations.Nullable;

/** What is remembered of a client's connection: what it showed in the handshake, and since when it has been still. On its event loop. */
final class ClientConnection {

    private final HttpConnection http;
    private final PeerChain chain;
    private @Nullable ClientExchange exchange;
    private long moved;
    private long still;

    ClientConnection(HttpConnection http) {
        this.http = http;
        this.chain = chainOf(http);
    }

    /** Also of a resumed session: the verdict does not depend on the handshake, so it must not cost one. */
    private static PeerChain chainOf(HttpConnection http) {
        try {
            List<X509Certificate> shown = new ArrayList<>();
            for (Certificate certificate : http.peerCertificates()) {
                shown.add((X509Certificate) certificate);
            }
            return PeerChain.of(shown);
        } catch (SSLPeerUnverifiedException none) {
            return PeerChain.EMPTY;
        }
    }

    PeerChain chain() {
        return chain;
    }

    String peer() {
        return String.valueOf(http.remoteAddress());
    }

    void begin(ClientExchange next) {
        exchange = next;
        still = 0;
    }

    void end() {
        exchange = null;
        still = 0;
    }

    /** Counts seconds without movement and closes when they are too many. Waiting for the answer to begin is not its concern: a deadline is. */
    void watch(int seconds, Limits limits) {
        ClientExchange current = exchange;
        if (current != null && !current.answering()) {
            still = 0;
            return;
        }
        long bytes = current == null ? 0 : current.bytesOut();
        still = bytes == moved ? still + seconds : 0;
        moved = bytes;
        if (still >= (current == null ? limits.keepAliveSeconds() : limits.stallSeconds())) {
            Severed.now(http);
        }
    }

    /** When all that was written has left. */
    void close() {
        http.close().onFailure(alreadyClosed -> {});
    }
}
