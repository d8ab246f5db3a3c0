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

/** A client's connection: its certificates, its current exchange and its idle time. On its event loop. */
final class ClientConnection implements RequestHandler {

    private final NetSocket socket;
    private final ServerConnection http;
    private final EdgeHandler handler;
    private final Consumer<ClientConnection> onClosed;
    private final PeerChain chain;
    private @Nullable ClientExchange exchange;
    private long lastFlushed;
    private long idleSeconds;

    ClientConnection(
            NetSocket socket, ServerConnection http, EdgeHandler handler, Consumer<ClientConnection> onClosed) {
        this.socket = socket;
        this.http = http;
        this.handler = handler;
        this.onClosed = onClosed;
        this.chain = chainOf(socket);
    }

    /** A resumed TLS session has its certificates too: the verdict does not depend on a full handshake, so it must not cost one. */
    private static PeerChain chainOf(NetSocket socket) {
        try {
            List<X509Certificate> certificates = new ArrayList<>();
            for (Certificate certificate : socket.peerCertificates()) {
                certificates.add((X509Certificate) certificate);
            }
            return PeerChain.of(certificates);
        } catch (SSLPeerUnverifiedException noCertificate) {
            return PeerChain.EMPTY;
        }
    }

    void serve() {
        http.serve(this);
    }

    // ------------------------------------------------------------------ events of the HTTP connection

    @Override
    public void onRequest(ServerExchange exchange) {
        handler.handle(this, exchange);
    }

    @Override
    public void onMalformedRequest(ServerExchange exchange, HttpSyntaxException error) {
        handler.refuseMalformed(this, exchange, SyntaxRefusals.ofHead(error));
    }

    @Override
    public void onClosed() {
        onClosed.accept(this);
    }

    // ------------------------------------------------------------------ exchanges

    PeerChain chain() {
        return chain;
    }

    String peer() {
        return String.valueOf(socket.remoteAddress());
    }

    /** The address that the client has reached, without the port. */
    String localAddress() {
        return String.valueOf(socket.localAddress().hostAddress());
    }

    void begin(ClientExchange next) {
        exchange = next;
        idleSeconds = 0;
    }

    void end() {
        exchange = null;
        idleSeconds = 0;
    }

    /** Tells the client to send the body that it has announced. */
    void sendContinue() {
        http.sendContinue();
    }

    /** The exchange is over; the next request may be read. */
    void finish() {
        http.finish();
    }

    // ------------------------------------------------------------------ closing

    /**
     * Called every few seconds: closes the connection when it waited too long for a request, or when the client stopped reading. While a response is
     * pending inside, the exchange's deadline counts and not this.
     */
    void checkIdle(int seconds, EdgeLimits limits) {
        ClientExchange current = exchange;
        if (current != null && !current.isWaitingForClientToRead()) {
            idleSeconds = 0;
            return;
        }
        long flushed = current == null ? 0 : current.http().bytesFlushed();
        idleSeconds = flushed == lastFlushed ? idleSeconds + seconds : 0;
        lastFlushed = flushed;
        if (current == null && idleSeconds >= limits.keepAliveSeconds()) {
            http.close();
        } else if (current != null && idleSeconds >= limits.stallSeconds()) {
            http.abort();
        }
    }

    void drain() {
        http.drain();
    }
}
