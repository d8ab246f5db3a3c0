package opencmg.tunnel;

import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2Stream;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A connection as the connection point holds it: the HTTP/2 server, although it has dialled. */
final class DialledEnd implements ConnectionEvents {

    /** What the dialling loop wants to know. */
    interface Listener {
        void welcomed(DialledEnd end, String instance);

        void refused(String why);

        void draining(DialledEnd end, String why);

        void siteApplied(long offered, long runs, String problem);

        void closed(DialledEnd end, String cause);
    }

    private final VertxInternal vertx;
    private final ContextInternal loop;
    private final String id;
    private final String address;
    private final TunnelLimits limits;
    private final Hello hello;
    private final Relay relay;
    private final Listener listener;
    private final Instant since = Instant.now();
    private final Traffic traffic = new Traffic();
    private final Promise<Void> gone;
    private final TunnelCodec codec;
    private final ControlStream control;
    private @Nullable Liveness liveness;
    private boolean controlOpen;
    private boolean welcomed;
    private volatile boolean draining;
    private long handshakeTimer;

    DialledEnd(
            VertxInternal vertx,
            ContextInternal loop,
            String id,
            String address,
            TunnelLimits limits,
            Hello hello,
            Relay relay,
            Listener listener) {
        this.vertx = vertx;
        this.loop = loop;
        this.id = id;
        this.address = address;
        this.limits = limits;
        this.hello = hello;
        this.relay = relay;
        this.listener = listener;
        this.gone = loop.promise();
        this.codec = TunnelCodec.create(true, limits, this);
        this.control = new ControlStream(codec, this::said, codec::cut);
    }

    TunnelCodec codec() {
        return codec;
    }

    Future<Void> gone() {
        return gone.future();
    }

    /** The codec is in the pipeline. */
    void begin(Duration patience) {
        liveness = new Liveness(vertx, codec, limits);
        handshakeTimer = vertx.setTimer(patience.toMillis(), late -> {
            if (!welcomed) {
                codec.cut("no welcome within " + patience.toMillis() + " ms");
            }
        });
    }

    @Override
    public StreamEvents opened(Http2Stream stream, Http2Headers headers, boolean end) {
        if (!controlOpen) {
            return controlOpened(stream, headers, end);
        }
        AnsweringExchange exchange = new AnsweringExchange(codec, stream, loop, traffic, headers, end);
        loop.dispatch(nothing -> exchange.begin(relay));
        return exchange;
    }

    private StreamEvents controlOpened(Http2Stream stream, Http2Headers headers, boolean end) {
        controlOpen = true;
        if (end || !HeadersOnTheWire.target(headers).contentEquals(Wire.CONTROL_PATH)) {
            codec.cut("the first stream is not the control stream");
            return control;
        }
        control.on(stream);
        codec.headers(stream, HeadersOnTheWire.ok(), false);
        control.send(new ControlMessage.Introduction(hello));
        return control;
    }

    private void said(ControlMessage message) {
        if (message instanceof ControlMessage.Welcome welcome) {
            welcomed = true;
            vertx.cancelTimer(handshakeTimer);
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

    /** Tells the gateway to send nothing more; it closes when the last exchange has ended, or this end does when time is up. */
    void drain(String why) {
        if (!draining && codec.isOpen()) {
            draining = true;
            control.send(new ControlMessage.Drain(why));
        }
        closeWhenIdle(why);
    }

    private void closeWhenIdle(String why) {
        Instant limit = Instant.now().plus(limits.drain());
        long poll = Math.max(1, limits.drain().toMillis() / 300);
        vertx.setPeriodic(poll, timer -> {
            if (!codec.isOpen() || traffic.outstanding() == 0 || Instant.now().isAfter(limit)) {
                vertx.cancelTimer(timer);
                if (codec.isOpen()) {
                    codec.goodbye(why);
                }
            }
        });
    }

    @Override
    public void settings(Http2Settings settings) {
        // nothing of the gateway's limits concerns an end that opens no streams
    }

    @Override
    public void pong(long data) {
        if (liveness != null) {
            liveness.pong(data);
        }
    }

    @Override
    public void goAway(int lastStreamId, long errorCode, String text) {
        draining = true;
    }

    @Override
    public void closed(String cause) {
        vertx.cancelTimer(handshakeTimer);
        if (liveness != null) {
            liveness.stop();
        }
        listener.closed(this, cause);
        gone.tryComplete();
    }

    TunnelStatus status() {
        return new TunnelStatus(
                id,
                address,
                hello,
                since,
                liveness == null ? null : liveness.roundTrip(),
                traffic.outstanding(),
                traffic.exchanges(),
                traffic.bytesIn(),
                traffic.bytesOut(),
                draining);
    }
}
