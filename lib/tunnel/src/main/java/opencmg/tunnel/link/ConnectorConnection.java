package opencmg.tunnel.link;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http2.Http2Settings;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import opencmg.tunnel.Hello;
import opencmg.tunnel.Relay;
import opencmg.tunnel.TunnelLimits;
import opencmg.tunnel.TunnelProtocol;
import opencmg.tunnel.TunnelStatus;
import opencmg.tunnel.exchange.ConnectorStream;
import opencmg.tunnel.exchange.ExchangeStream;
import opencmg.tunnel.http2.HeaderList;
import opencmg.tunnel.http2.Http2Connection;
import opencmg.tunnel.http2.Http2ConnectionListener;
import opencmg.tunnel.http2.Http2StreamListener;
import opencmg.tunnel.http2.TunnelStream;

/** A connection as seen by the connection point: it is the HTTP/2 server, although it dialed. */
final class ConnectorConnection implements Http2ConnectionListener {

    /** Callbacks to the dial loop. */
    interface Listener {
        void onWelcome(ConnectorConnection connection, String instance);

        void onRefused(String reason);

        void onDraining(ConnectorConnection connection, String reason);

        void onSiteApplied(long offered, long runs, String problem);

        void onClosed(ConnectorConnection connection, String cause);
    }

    private final Hello hello;
    private final Relay relay;
    private final Listener listener;
    private final ContextInternal loop;
    private final TunnelConnection connection;
    private final Http2Connection http2;
    private final ExchangeStream.Counters counters;
    private final ControlStream control;
    private boolean controlOpen;
    private boolean drainSent;
    private volatile boolean draining;

    ConnectorConnection(
            VertxInternal vertx,
            ContextInternal loop,
            String id,
            String address,
            TunnelLimits limits,
            Hello hello,
            Relay relay,
            Listener listener) {
        this.hello = hello;
        this.relay = relay;
        this.listener = listener;
        this.loop = loop;
        this.connection = new TunnelConnection(
                vertx, loop, id, address, limits, true, Http2Connection.MAX_CONTROL_FRAMES_PER_SECOND, this);
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

    /** Call it once the HTTP/2 handler is in the pipeline. */
    void start(Duration handshakeTimeout) {
        connection.start(handshakeTimeout, "welcome");
    }

    // ------------------------------------------------------------------ streams

    @Override
    public Http2StreamListener onStream(TunnelStream stream, HeaderList headers, boolean end) {
        if (!controlOpen) {
            return openControlStream(stream, headers, end);
        }
        ConnectorStream exchange = new ConnectorStream(http2, stream, loop, counters, headers, end);
        loop.dispatch(nothing -> exchange.start(relay));
        return exchange;
    }

    private Http2StreamListener openControlStream(TunnelStream stream, HeaderList headers, boolean end) {
        controlOpen = true;
        CharSequence path = headers.path();
        if (end || path == null || !TunnelProtocol.CONTROL_PATH.contentEquals(path)) {
            http2.abort("the first stream is not the control stream");
            return control;
        }
        control.attach(stream);
        stream.sendHeaders(new HeaderList().status(HttpResponseStatus.OK.codeAsText()), false);
        control.send(new ControlMessage.Introduction(hello));
        return control;
    }

    private void onMessage(ControlMessage message) {
        if (message instanceof ControlMessage.Welcome welcome) {
            connection.established();
            listener.onWelcome(this, welcome.instance());
        } else if (message instanceof ControlMessage.Refused refused) {
            listener.onRefused(refused.reason());
        } else if (message instanceof ControlMessage.SiteApplied applied) {
            listener.onSiteApplied(applied.offered(), applied.version(), applied.problem());
        } else if (message instanceof ControlMessage.Drain drain) {
            draining = true;
            listener.onDraining(this, drain.reason());
        } else {
            http2.abort("a " + message.getClass().getSimpleName() + " does not come from a gateway");
        }
    }

    void publish(long version, Buffer document) {
        control.send(new ControlMessage.Site(version, document));
    }

    // ------------------------------------------------------------------ the end

    /** Asks the gateway to send nothing more, and closes when the last exchange has finished or the drain timeout is over. */
    void drain(String reason) {
        sendDrain(reason);
        connection.closeWhenIdle(reason);
    }

    /** The gateway has asked for a successor, and it is up: this connection closes when its last exchange has finished. */
    void onReplaced() {
        String reason = "another connection has replaced this one";
        sendDrain(reason);
        connection.closeWhenIdleWithoutTimeout(reason);
    }

    /** Also in reply to the gateway's own drain message: until it has read this one it may open streams. */
    private void sendDrain(String reason) {
        if (!drainSent && controlOpen && http2.isOpen()) {
            drainSent = true;
            draining = true;
            control.send(new ControlMessage.Drain(reason), connection.awaitPong());
        }
    }

    @Override
    public void onSettings(Http2Settings settings) {
        // none of the gateway's limits matter to an end that opens no streams
    }

    @Override
    public void onPong(long data) {
        connection.onPong(data);
    }

    @Override
    public void onGoAway(int lastStreamId, long errorCode, String text) {
        draining = true;
        drainSent = true; // the gateway opens no more streams
        boolean idle = counters.inFlight() == 0;
        http2.onPeerGoAway(text, idle);
        if (!idle) {
            connection.closeWhenIdleWithoutTimeout(http2.closeReason());
        }
    }

    @Override
    public void onClosed(String cause) {
        listener.onClosed(this, cause);
        connection.onClosed();
    }

    TunnelStatus status() {
        return connection.status(hello, draining);
    }
}
