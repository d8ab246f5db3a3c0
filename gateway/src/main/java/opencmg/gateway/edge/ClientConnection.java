package opencmg.gateway.edge;

import io.vertx.core.net.NetSocket;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javax.net.ssl.SSLPeerUnverifiedException;
import opencmg.gateway.identity.PeerChain;
import opencmg.http.HttpSyntaxException;
import opencmg.http.server.RequestHandler;
import opencmg.http.server.ServerConnection;
import opencmg.http.server.ServerExchange;
import org.jspecify.annotations.Nullable;

/** A client's connection: what it showed in the handshake, what it asks, and since when it has been still. On its event loop. */
final class ClientConnection implements RequestHandler {

    private final NetSocket socket;
    private final ServerConnection http;
    private final EdgeHandler handler;
    private final Consumer<ClientConnection> closed;
    private final PeerChain chain;
    private @Nullable ClientExchange exchange;
    private long moved;
    private long still;

    ClientConnection(NetSocket socket, ServerConnection http, EdgeHandler handler, Consumer<ClientConnection> closed) {
        this.socket = socket;
        this.http = http;
        this.handler = handler;
        this.closed = closed;
        this.chain = chainOf(socket);
    }

    /** Also of a resumed session: the verdict does not depend on the handshake, so it must not cost one. */
    private static PeerChain chainOf(NetSocket socket) {
        try {
            List<X509Certificate> shown = new ArrayList<>();
            for (Certificate certificate : socket.peerCertificates()) {
                shown.add((X509Certificate) certificate);
            }
            return PeerChain.of(shown);
        } catch (SSLPeerUnverifiedException none) {
            return PeerChain.EMPTY;
        }
    }

    void serve() {
        http.serve(this);
    }

    // ------------------------------------------------------------------ what comes on it

    @Override
    public void onRequest(ServerExchange exchange) {
        handler.handle(this, exchange);
    }

    @Override
    public void onMalformedRequest(ServerExchange exchange, HttpSyntaxException why) {
        handler.unreadable(this, exchange, BodyFailures.head(why));
    }

    @Override
    public void onClosed() {
        closed.accept(this);
    }

    // ------------------------------------------------------------------ its exchanges

    PeerChain chain() {
        return chain;
    }

    String peer() {
        return String.valueOf(socket.remoteAddress());
    }

    void begin(ClientExchange next) {
        exchange = next;
        still = 0;
    }

    void end() {
        exchange = null;
        still = 0;
    }

    /** The client is to send the body that it has announced. */
    void sendContinue() {
        http.sendContinue();
    }

    /** The exchange is over in every respect; the next one may come. */
    void finish() {
        http.finish();
    }

    // ------------------------------------------------------------------ its end

    /** Counts seconds without movement and closes when they are too many. Waiting for somebody inside is not its concern: deadlines are. */
    void watch(int seconds, EdgeLimits limits) {
        ClientExchange current = exchange;
        if (current != null && !current.waitsForTheReader()) {
            still = 0;
            return;
        }
        long bytes = current == null ? 0 : current.http().bytesFlushed();
        still = bytes == moved ? still + seconds : 0;
        moved = bytes;
        if (current == null && still >= limits.keepAliveSeconds()) {
            http.close();
        } else if (current != null && still >= limits.stallSeconds()) {
            http.abort();
        }
    }

    void drain() {
        http.drain();
    }
}
