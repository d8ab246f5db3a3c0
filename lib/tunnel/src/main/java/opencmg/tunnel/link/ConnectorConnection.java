package opencmg.tunnel.link;

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
import opencmg.tunnel.exchange.HeaderMapping;
import opencmg.tunnel.http2.HeaderList;
import opencmg.tunnel.http2.Http2Connection;
import opencmg.tunnel.http2.Http2ConnectionListener;
import opencmg.tunnel.http2.Http2StreamListener;
import opencmg.tunnel.http2.TunnelStream;

/** A connection as the connection point holds it: the HTTP/2 server, although it has dialled. */
final class ConnectorConnection implements Http2ConnectionListener {

    /** What the dialling loop wants to know. */
    interface Listener {
        void welcomed(ConnectorConnection end, String instance);

        void refused(String why);

        void draining(ConnectorConnection end, String why);

        void siteApplied(long offered, long runs, String problem);

        void closed(ConnectorConnection end, String cause);
    }

    private final Hello hello;
    private final Relay relay;
    private final Listener listener;
    private final TunnelConnection connection;
    private final Http2Connection codec;
    private final ControlStream control;
    private boolean controlOpen;
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
        this.connection = new TunnelConnection(vertx, loop, id, address, limits, true, this);
        this.codec = connection.codec();
        this.control = new ControlStream(this::said, codec::cut);
    }

    Http2Connection codec() {
        return codec;
    }

    Future<Void> gone() {
        return connection.gone();
    }

    /** The codec is in the pipeline. */
    void begin(Duration patience) {
        connection.begin(patience, "welcome");
    }

    @Override
    public Http2StreamListener opened(TunnelStream stream, HeaderList headers, boolean end) {
        if (!controlOpen) {
            return controlOpened(stream, headers, end);
        }
        ConnectorStream exchange =
                new ConnectorStream(codec, stream, connection.loop(), connection.traffic(), headers, end);
        connection.loop().dispatch(nothing -> exchange.begin(relay));
        return exchange;
    }

    private Http2StreamListener controlOpened(TunnelStream stream, HeaderList headers, boolean end) {
        controlOpen = true;
        if (end || !HeaderMapping.target(headers).contentEquals(TunnelProtocol.CONTROL_PATH)) {
            codec.cut("the first stream is not the control stream");
            return control;
        }
        control.on(stream);
        stream.headers(HeaderMapping.ok(), false);
        control.send(new ControlMessage.Introduction(hello));
        return control;
    }

    private void said(ControlMessage message) {
        if (message instanceof ControlMessage.Welcome welcome) {
            connection.established();
            listener.welcomed(this, welcome.instance());
        } else if (message instanceof ControlMessage.Refused refused) {
            listener.refused(refused.why());
        } else if (message instanceof ControlMessage.SiteApplied applied) {
            listener.siteApplied(applied.offered(), applied.version(), applied.problem());
        } else if (message instanceof ControlMessage.Drain drain) {
            draining = true;
            listener.draining(this, drain.why());
        } else {
            codec.cut("a " + message.getClass().getSimpleName() + " does not come from a gateway");
        }
    }

    void publish(long version, Buffer document) {
        control.send(new ControlMessage.Site(version, document));
    }

    /** Tells the gateway to send nothing more; closes when the last exchange has ended or time is up. */
    void drain(String why) {
        if (!draining && controlOpen && codec.isOpen()) {
            draining = true;
            control.send(new ControlMessage.Drain(why), connection.untilAnswered());
        }
        connection.closeWhenIdle(why);
    }

    @Override
    public void settings(Http2Settings settings) {
        // nothing of the gateway's limits concerns an end that opens no streams
    }

    @Override
    public void pong(long data) {
        connection.pong(data);
    }

    @Override
    public void goAway(int lastStreamId, long errorCode, String text) {
        draining = true;
        boolean idle = connection.traffic().inFlight() == 0;
        codec.dismissed(text, idle);
        if (!idle) {
            connection.closeWhenIdleAtLast(codec.causeOfClose());
        }
    }

    @Override
    public void closed(String cause) {
        listener.closed(this, cause);
        connection.closed();
    }

    TunnelStatus status() {
        return connection.status(hello, draining);
    }
}
