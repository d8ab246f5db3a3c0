package opencmg.tunnel.link;

import io.netty.handler.codec.http2.Http2Settings;
import io.vertx.core.Completable;
import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import opencmg.tunnel.FailureReason;
import opencmg.tunnel.Hello;
import opencmg.tunnel.RelayRequest;
import opencmg.tunnel.RelayResponse;
import opencmg.tunnel.Tunnel;
import opencmg.tunnel.TunnelLimits;
import opencmg.tunnel.TunnelListener;
import opencmg.tunnel.TunnelProtocol;
import opencmg.tunnel.TunnelStatus;
import opencmg.tunnel.exchange.ExchangeStream;
import opencmg.tunnel.exchange.GatewayStream;
import opencmg.tunnel.http2.HeaderList;
import opencmg.tunnel.http2.Http2Connection;
import opencmg.tunnel.http2.Http2ConnectionListener;
import opencmg.tunnel.http2.Http2StreamListener;
import opencmg.tunnel.http2.TunnelStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection as seen by the gateway: it is the HTTP/2 client, although it was dialed.
 *
 * <p>Phases: waiting for SETTINGS and hello, up, draining, closed. Nothing is routed before SETTINGS and a hello that matches the certificate have arrived.
 */
final class GatewayConnection implements Tunnel, Http2ConnectionListener {

    private static final Logger log = LoggerFactory.getLogger(GatewayConnection.class);

    private static final int SAN_URI = 6; // GeneralName uniformResourceIdentifier, RFC 5280 4.2.1.6

    /**
     * HTTP/2 has 2^30 stream ids for one connection. Long before they are used up the connection is replaced.
     *
     * @param replaceAfter streams after which the connection point is asked to dial a successor; requests still go through this connection until the
     *     successor is up
     * @param stopAfter streams after which no request goes through this connection, successor or not
     * @param controlFramesPerSecond that the connection point may send
     */
    record PeerLimits(int replaceAfter, int stopAfter, int controlFramesPerSecond) {
        static final PeerLimits DEFAULT =
                new PeerLimits(1 << 28, 1 << 29, Http2Connection.MAX_CONTROL_FRAMES_PER_SECOND);
    }

    private static final String IDS_RUN_OUT = "its stream ids run out";

    private final VertxInternal vertx;
    private final X509Certificate peerCertificate;
    private final TunnelLimits limits;
    private final PeerLimits peerLimits;
    private final String instance;
    private final TunnelListener listener;
    private final TunnelConnection connection;
    private final Http2Connection http2;
    private final ExchangeStream.Counters counters;
    private final ControlStream control;
    private volatile @Nullable Hello hello;
    private volatile int maxExchanges;
    private long peerMaxStreams = Long.MAX_VALUE;
    private boolean successorRequested;
    private volatile boolean draining;
    private boolean settingsReceived;
    private boolean up;
    private boolean rejected;
    private boolean applyingSite;
    private ControlMessage.@Nullable Site nextSite;

    GatewayConnection(
            VertxInternal vertx,
            ContextInternal loop,
            String id,
            String address,
            X509Certificate peerCertificate,
            TunnelLimits limits,
            PeerLimits peerLimits,
            String instance,
            TunnelListener listener) {
        this.vertx = vertx;
        this.peerCertificate = peerCertificate;
        this.limits = limits;
        this.peerLimits = peerLimits;
        this.instance = instance;
        this.listener = listener;
        this.connection =
                new TunnelConnection(vertx, loop, id, address, limits, false, peerLimits.controlFramesPerSecond, this);
        this.http2 = connection.http2();
        this.counters = connection.counters();
        this.control = new ControlStream(this::onMessage, http2);
    }

    Http2Connection http2() {
        return http2;
    }

    /** Completes when the connection is closed. */
    Future<Void> closed() {
        return connection.closed();
    }

    /** Call it once the HTTP/2 handler is in the pipeline: opens the control stream. */
    void start() {
        connection.start(limits.handshakeTimeout(), "hello");
        HeaderList head = new HeaderList()
                .method(TunnelProtocol.POST)
                .scheme(TunnelProtocol.HTTPS)
                .path(TunnelProtocol.CONTROL_PATH);
        TunnelStream stream = http2.open(head, false, control);
        if (stream == null) {
            http2.abort("the control stream could not be opened");
            return;
        }
        control.attach(stream);
    }

    // ------------------------------------------------------------------ the hello

    private void onMessage(ControlMessage message) {
        if (rejected) {
            return; // the peer has a second to read the reason
        }
        if (message instanceof ControlMessage.Introduction introduction) {
            onHello(introduction.hello());
        } else if (message instanceof ControlMessage.Site site) {
            onSite(site);
        } else if (message instanceof ControlMessage.Drain drain) {
            stopRouting("the connection point drains: " + drain.reason());
        } else {
            http2.abort("a " + message.getClass().getSimpleName() + " does not come from a connection point");
        }
    }

    private void onHello(Hello received) {
        if (hello != null) {
            http2.abort("a second hello");
            return;
        }
        List<String> uris = uriNames(peerCertificate);
        if (!isNamedIn(uris, received.connectionId())) {
            refuse("the certificate (" + peerCertificate.getSubjectX500Principal() + ") does not name connection id "
                    + received.connectionId() + " as SAN URI urn:uuid:<id>");
            return;
        }
        String objection = listener.reasonToRefuse(received, sitesIn(uris));
        if (!objection.isEmpty()) {
            refuse(objection);
            return;
        }
        hello = received;
        limitExchanges(received);
        control.send(new ControlMessage.Welcome(instance));
        upWhenReady();
    }

    /**
     * Whether the certificate contains the connection id. A certificate of the right authority is not enough: clients may have one of the same authority, and
     * one connection point must not be able to replace another.
     */
    private static boolean isNamedIn(List<String> uris, UUID connectionId) {
        String expected = "urn:uuid:" + connectionId;
        return uris.stream().map(uri -> uri.toLowerCase(Locale.ROOT)).anyMatch(expected::equals);
    }

    /** The sites that the certificate is for: otherwise a connection point of one site could replace the configuration of another. */
    private static Set<String> sitesIn(List<String> uris) {
        return uris.stream()
                .filter(uri -> uri.startsWith(TunnelProtocol.SITE_URI))
                .map(uri -> uri.substring(TunnelProtocol.SITE_URI.length()))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static List<String> uriNames(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null
                    ? List.of()
                    : names.stream()
                            .filter(name -> name.get(0).equals(SAN_URI))
                            .map(name -> String.valueOf(name.get(1)))
                            .toList();
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }

    private void refuse(String reason) {
        log.atWarn()
                .addKeyValue("tunnel", connection.id())
                .addKeyValue("peer", connection.address())
                .addKeyValue("reason", reason)
                .log("Refused a connection point");
        rejected = true;
        control.send(new ControlMessage.Refused(reason));
        http2.reject("refused: " + reason);
    }

    /** Closes the connection before its hello; the reason is in the GOAWAY. */
    void reject(String reason) {
        rejected = true;
        http2.reject(reason);
    }

    /** One of the streams that the connection point allows is the control stream. */
    private void limitExchanges(Hello received) {
        int max = Math.min(received.maxExchanges(), limits.maxExchanges());
        maxExchanges = (int) Math.min(max, peerMaxStreams - 1);
    }

    @Override
    public void onSettings(Http2Settings settings) {
        settingsReceived = true;
        Long maxStreams = settings.maxConcurrentStreams();
        if (maxStreams != null) {
            peerMaxStreams = maxStreams;
        }
        Hello received = hello;
        if (received != null) {
            limitExchanges(received);
        }
        upWhenReady();
    }

    private void upWhenReady() {
        if (settingsReceived && hello != null && !up) {
            up = true;
            connection.established();
            listener.onUp(this);
        }
    }

    private void onSite(ControlMessage.Site site) {
        if (!up) {
            http2.abort("a site configuration came before the hello");
            return;
        }
        if (applyingSite) {
            nextSite = site; // replaces one that waits: a configuration is complete, and memory stays bounded
            return;
        }
        applyingSite = true;
        listener.onSite(this, site.version(), site.document())
                .onComplete((applied, failure) -> http2.runOnLoop(() -> onApplied(site, applied, failure)));
    }

    private void onApplied(
            ControlMessage.Site site, TunnelListener.@Nullable Applied applied, @Nullable Throwable failure) {
        applyingSite = false;
        ControlMessage.Site next = nextSite;
        nextSite = null;
        if (!http2.isOpen() || rejected) {
            return;
        }
        if (applied == null) {
            http2.abort("the site configuration could not be applied: " + failure);
            return;
        }
        control.send(new ControlMessage.SiteApplied(site.version(), applied.version(), applied.problem()));
        if (next != null) {
            onSite(next);
        }
    }

    // ------------------------------------------------------------------ the end

    @Override
    public Http2StreamListener onStream(TunnelStream stream, HeaderList headers, boolean end) {
        throw new IllegalStateException("an HTTP/2 server opens no streams");
    }

    @Override
    public void onPong(long data) {
        connection.onPong(data);
    }

    @Override
    public void onGoAway(int lastStreamId, long errorCode, String text) {
        http2.onPeerGoAway(text, false);
        stopRouting("GOAWAY from the connection point: " + text);
    }

    @Override
    public void onClosed(String cause) {
        stopRouting(cause);
        if (hello == null && !rejected) {
            log.atWarn()
                    .addKeyValue("tunnel", connection.id())
                    .addKeyValue("peer", connection.address())
                    .addKeyValue("reason", cause)
                    .log("A connection closed before it said hello");
        }
        connection.onClosed();
    }

    /** The gateway treats the connection as lost from now on; exchanges in flight continue. */
    private void stopRouting(String cause) {
        if (!draining) {
            draining = true;
            if (up) {
                listener.onDown(this, cause);
            }
        }
    }

    // ------------------------------------------------------------------ the public API, any thread

    @Override
    public void relay(RelayRequest request, Completable<RelayResponse> onResponse) {
        GatewayStream exchange = new GatewayStream(http2, vertx.getOrCreateContext(), request, counters, onResponse);
        if (http2.isOnLoop()) {
            start(exchange);
        } else {
            http2.execute(() -> start(exchange));
        }
    }

    private void start(GatewayStream exchange) {
        if (isAccepting()) {
            exchange.start();
            if (http2.opened() >= peerLimits.replaceAfter) {
                replace();
            }
        } else if (draining || http2.isGoAwaySent()) {
            exchange.refuse(FailureReason.NOT_SENT, "the connection drains or is gone");
        } else {
            exchange.refuse(FailureReason.OVER_LIMIT, "the connection is at its limit of " + maxExchanges);
        }
    }

    /** The connection point answers with a drain message once its successor is up, and closes this connection when its last exchange has finished. */
    private void replace() {
        if (!successorRequested) {
            successorRequested = true;
            control.send(new ControlMessage.Drain(IDS_RUN_OUT));
        }
        if (http2.opened() >= peerLimits.stopAfter) {
            stopRouting(IDS_RUN_OUT);
            connection.closeWhenIdleWithoutTimeout(IDS_RUN_OUT);
        }
    }

    @Override
    public Hello peer() {
        return Objects.requireNonNull(hello, "only a tunnel that is up is visible");
    }

    @Override
    public boolean isAccepting() {
        return !draining && hello != null && !http2.isGoAwaySent() && inFlight() < maxExchanges;
    }

    @Override
    public int inFlight() {
        return counters.inFlight();
    }

    @Override
    public boolean isOnCurrentLoop() {
        return http2.isOnLoop();
    }

    @Override
    public void retire(String reason) {
        http2.execute(() -> {
            if (http2.isOpen() && !rejected) {
                control.send(new ControlMessage.Drain(reason));
                stopRouting(reason);
                connection.closeWhenIdle(reason);
            }
        });
    }

    @Override
    public TunnelStatus status() {
        return connection.status(hello, draining);
    }
}
