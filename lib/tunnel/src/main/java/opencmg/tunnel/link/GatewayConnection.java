package opencmg.tunnel.link;

import io.netty.handler.codec.http2.Http2Settings;
import io.vertx.core.Completable;
import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.security.cert.X509Certificate;
import java.util.Objects;
import opencmg.tunnel.Hello;
import opencmg.tunnel.RelayRequest;
import opencmg.tunnel.RelayResponse;
import opencmg.tunnel.Tunnel;
import opencmg.tunnel.TunnelLimits;
import opencmg.tunnel.TunnelListener;
import opencmg.tunnel.TunnelProtocol;
import opencmg.tunnel.TunnelStatus;
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
 * A connection as the gateway holds it: the HTTP/2 client, although it was dialled.
 *
 * <p>Phases: waiting for SETTINGS and hello, serving, draining, gone. Nothing is routed before both SETTINGS and a hello that fits the
 * certificate have come.
 */
final class GatewayConnection implements Tunnel, Http2ConnectionListener {

    private static final Logger log = LoggerFactory.getLogger(GatewayConnection.class);

    private final VertxInternal vertx;
    private final X509Certificate peerCertificate;
    private final TunnelLimits limits;
    private final String instance;
    private final TunnelListener listener;
    private final TunnelConnection connection;
    private final Http2Connection codec;
    private final ControlStream control;
    private volatile @Nullable Hello hello;
    private volatile int maxExchanges;
    private volatile boolean draining;
    private boolean settingsSeen;
    private boolean up;
    private boolean turnedAway;

    GatewayConnection(
            VertxInternal vertx,
            ContextInternal loop,
            String id,
            String address,
            X509Certificate peerCertificate,
            TunnelLimits limits,
            String instance,
            TunnelListener listener) {
        this.vertx = vertx;
        this.peerCertificate = peerCertificate;
        this.limits = limits;
        this.instance = instance;
        this.listener = listener;
        this.connection = new TunnelConnection(vertx, loop, id, address, limits, false, this);
        this.codec = connection.codec();
        this.control = new ControlStream(this::said, codec::cut);
    }

    Http2Connection codec() {
        return codec;
    }

    /** Completes when the connection is closed. */
    Future<Void> gone() {
        return connection.gone();
    }

    /** The codec is in the pipeline: opens the control stream. */
    void begin() {
        connection.begin(limits.handshakeTimeout(), "hello");
        HeaderList head = new HeaderList()
                .method(TunnelProtocol.POST)
                .scheme(TunnelProtocol.HTTPS)
                .path(TunnelProtocol.CONTROL_PATH);
        TunnelStream stream = codec.open(head, false, control);
        if (stream == null) {
            codec.cut("the control stream could not be opened");
            return;
        }
        control.on(stream);
    }

    // ------------------------------------------------------------------ what the other end says

    private void said(ControlMessage message) {
        if (turnedAway) {
            return; // it has a second to read why
        }
        if (message instanceof ControlMessage.Introduction introduction) {
            introduced(introduction.hello());
        } else if (message instanceof ControlMessage.Site site) {
            offered(site);
        } else if (message instanceof ControlMessage.Drain drain) {
            stopRouting("the connection point drains: " + drain.why());
        } else {
            codec.cut("a " + message.getClass().getSimpleName() + " does not come from a connection point");
        }
    }

    private void introduced(Hello said) {
        if (hello != null) {
            codec.cut("a second hello");
            return;
        }
        if (!PeerIdentity.names(peerCertificate, said.connectionId())) {
            refuse("the certificate (" + peerCertificate.getSubjectX500Principal() + ") does not name connection id "
                    + said.connectionId() + " as SAN URI urn:uuid:<id>");
            return;
        }
        String objection = listener.reasonToRefuse(said);
        if (!objection.isEmpty()) {
            refuse(objection);
            return;
        }
        hello = said;
        maxExchanges = Math.min(said.maxExchanges(), limits.maxExchanges());
        control.send(new ControlMessage.Welcome(instance));
        upWhenReady();
    }

    private void refuse(String why) {
        log.atWarn()
                .addKeyValue("tunnel", connection.id())
                .addKeyValue("peer", connection.address())
                .addKeyValue("reason", why)
                .log("Refused a connection point");
        turnedAway = true;
        control.send(new ControlMessage.Refused(why));
        codec.turnAway("refused: " + why);
    }

    /** Closes it before it has said anything; the reason stands in the GOAWAY. */
    void turnAway(String why) {
        turnedAway = true;
        codec.turnAway(why);
    }

    private void offered(ControlMessage.Site site) {
        if (!up) {
            codec.cut("a site configuration came before the hello");
            return;
        }
        TunnelListener.Applied applied = listener.onSite(this, site.version(), site.document());
        control.send(new ControlMessage.SiteApplied(site.version(), applied.version(), applied.problem()));
    }

    @Override
    public void settings(Http2Settings settings) {
        settingsSeen = true;
        upWhenReady();
    }

    private void upWhenReady() {
        if (settingsSeen && hello != null && !up) {
            up = true;
            connection.established();
            listener.onUp(this);
        }
    }

    @Override
    public Http2StreamListener opened(TunnelStream stream, HeaderList headers, boolean end) {
        throw new IllegalStateException("an HTTP/2 server opens no streams");
    }

    @Override
    public void pong(long data) {
        connection.pong(data);
    }

    @Override
    public void goAway(int lastStreamId, long errorCode, String text) {
        codec.dismissed(text, false);
        stopRouting("GOAWAY from the connection point: " + text);
    }

    @Override
    public void closed(String cause) {
        stopRouting(cause);
        if (hello == null && !turnedAway) {
            log.atWarn()
                    .addKeyValue("tunnel", connection.id())
                    .addKeyValue("peer", connection.address())
                    .addKeyValue("reason", cause)
                    .log("A connection closed before it said hello");
        }
        connection.closed();
    }

    /** Counts as gone from here on; exchanges in flight go on. */
    private void stopRouting(String cause) {
        if (!draining) {
            draining = true;
            if (up) {
                listener.onDown(this, cause);
            }
        }
    }

    // ------------------------------------------------------------------ the face, any thread

    @Override
    public void relay(RelayRequest request, Completable<RelayResponse> onResponse) {
        GatewayStream exchange =
                new GatewayStream(codec, vertx.getOrCreateContext(), request, connection.traffic(), onResponse);
        if (codec.inLoop()) {
            begin(exchange);
        } else {
            codec.execute(() -> begin(exchange));
        }
    }

    private void begin(GatewayStream exchange) {
        if (isAccepting()) {
            exchange.begin();
        } else if (draining) {
            exchange.notSent("the connection drains or is gone");
        } else {
            exchange.overLimit("the connection is at its limit of " + maxExchanges);
        }
    }

    @Override
    public Hello peer() {
        return Objects.requireNonNull(hello, "only a tunnel that is up is shown");
    }

    @Override
    public boolean isAccepting() {
        return !draining && hello != null && inFlight() < maxExchanges;
    }

    @Override
    public int inFlight() {
        return connection.traffic().inFlight();
    }

    @Override
    public boolean isOnCurrentLoop() {
        return codec.inLoop();
    }

    @Override
    public void retire(String why) {
        codec.execute(() -> {
            if (codec.isOpen() && !turnedAway) {
                control.send(new ControlMessage.Drain(why));
                stopRouting(why);
                connection.closeWhenIdle(why);
            }
        });
    }

    @Override
    public TunnelStatus status() {
        return connection.status(hello, draining);
    }
}
