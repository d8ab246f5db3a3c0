package opencmg.tunnel.link;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.time.Instant;
import opencmg.tunnel.Hello;
import opencmg.tunnel.TunnelLimits;
import opencmg.tunnel.TunnelStatus;
import opencmg.tunnel.exchange.ConnectionCounters;
import opencmg.tunnel.http2.Http2Connection;
import opencmg.tunnel.http2.Http2ConnectionListener;
import org.jspecify.annotations.Nullable;

/** What both ends have of a connection: its codec, its figures, its liveness, and how it begins and ends. On its loop, but for figures. */
final class TunnelConnection {

    /** While draining, looks this often within the time limit whether the last exchange is over. */
    private static final int LOOKS = 300;

    private final VertxInternal vertx;
    private final ContextInternal loop;
    private final String id;
    private final String address;
    private final TunnelLimits limits;
    private final Http2Connection codec;
    private final Instant since = Instant.now();
    private final ConnectionCounters traffic = new ConnectionCounters();
    private final Promise<Void> gone;
    private volatile @Nullable Liveness liveness;
    private long handshakeTimer = -1;
    private long probe;
    private boolean answered = true;

    TunnelConnection(
            VertxInternal vertx,
            ContextInternal loop,
            String id,
            String address,
            TunnelLimits limits,
            boolean http2Server,
            Http2ConnectionListener events) {
        this.vertx = vertx;
        this.loop = loop;
        this.id = id;
        this.address = address;
        this.limits = limits;
        this.codec = Http2Connection.create(http2Server, limits, events);
        this.gone = loop.promise();
    }

    /** The codec is in the pipeline; it is cut unless it is {@link #established} in time. */
    void begin(Duration patience, String missing) {
        liveness = new Liveness(vertx, codec, limits);
        handshakeTimer = vertx.setTimer(
                patience.toMillis(), late -> codec.cut("no " + missing + " within " + patience.toMillis() + " ms"));
    }

    void established() {
        vertx.cancelTimer(handshakeTimer);
    }

    void pong(long sentAt) {
        answered |= sentAt == probe;
        Liveness probing = liveness;
        if (probing != null) {
            probing.pong(sentAt);
        }
    }

    /**
     * Not idle from now on until the other end has answered a PING. Its answer comes behind every stream that it opened before it read what was sent
     * before that PING: so no exchange is lost that was on its way here when it was told to send no more.
     *
     * @return sends the PING
     */
    Runnable untilAnswered() {
        answered = false;
        return () -> {
            probe = System.nanoTime();
            codec.ping(probe);
        };
    }

    private boolean idle() {
        return answered && traffic.inFlight() == 0;
    }

    /** Lets exchanges in flight end, for as long as the limits say, and closes. */
    void closeWhenIdle(String why) {
        closeWhenIdle(why, Instant.now().plus(limits.drainTimeout()));
    }

    /** The same where it is the other end that wants to go: it says how long it waits by closing. */
    void closeWhenIdleAtLast(String why) {
        closeWhenIdle(why, Instant.MAX);
    }

    private void closeWhenIdle(String why, Instant limit) {
        long interval = Math.max(1, limits.drainTimeout().toMillis() / LOOKS);
        vertx.setPeriodic(0, interval, timer -> {
            if (!codec.isOpen() || idle() || Instant.now().isAfter(limit)) {
                vertx.cancelTimer(timer);
                if (codec.isOpen()) {
                    codec.goodbye(idle() ? why : why + outlasted());
                }
            }
        });
    }

    /** Both ends tell it to whoever waits for what is cut off here. */
    private String outlasted() {
        return "; it was not over when the " + limits.drainTimeout().toMillis() / 1000.0
                + " s had passed that are given then (limits.drainSeconds)";
    }

    /** The socket is closed. */
    void closed() {
        vertx.cancelTimer(handshakeTimer);
        Liveness probing = liveness;
        if (probing != null) {
            probing.stop();
        }
        gone.tryComplete();
    }

    /** Completes when it is closed. */
    Future<Void> gone() {
        return gone.future();
    }

    ContextInternal loop() {
        return loop;
    }

    String id() {
        return id;
    }

    String address() {
        return address;
    }

    Http2Connection codec() {
        return codec;
    }

    ConnectionCounters traffic() {
        return traffic;
    }

    /** Any thread. */
    TunnelStatus status(@Nullable Hello hello, boolean draining) {
        Liveness probing = liveness;
        return new TunnelStatus(
                id,
                address,
                hello,
                since,
                probing == null ? null : probing.roundTrip(),
                traffic.inFlight(),
                traffic.exchanges(),
                traffic.bytesIn(),
                traffic.bytesOut(),
                traffic.lastFailure(),
                draining);
    }
}
