package opencmg.tunnel.link;

import io.vertx.core.Vertx;
import java.time.Duration;
import opencmg.tunnel.TunnelLimits;
import opencmg.tunnel.http2.Http2Connection;
import org.jspecify.annotations.Nullable;

/**
 * Probes the other end with PING and cuts a connection on which nothing has come for too long: an open socket says nothing about a network
 * that drops every packet.
 */
final class Liveness {

    /** Looks this often within a ping interval, so that silence is noticed soon after its limit. */
    private static final int TICKS = 5;

    private final Vertx vertx;
    private final Http2Connection codec;
    private final TunnelLimits limits;
    private final long timer;
    private long lastProbe = System.nanoTime();
    private long lastTick = lastProbe;
    private volatile @Nullable Duration roundTrip;

    Liveness(Vertx vertx, Http2Connection codec, TunnelLimits limits) {
        this.vertx = vertx;
        this.codec = codec;
        this.limits = limits;
        this.timer = vertx.setPeriodic(Math.max(1, limits.pingInterval().toMillis() / TICKS), id -> tick());
    }

    private void tick() {
        long now = System.nanoTime();
        boolean stalled = now - lastTick > 2 * limits.pingInterval().toNanos();
        lastTick = now;
        Duration silent = Duration.ofNanos(now - codec.lastInbound());
        if (stalled) {
            return; // this loop itself stood still: what has come in the meantime is not read yet
        }
        if (silent.compareTo(limits.silenceTimeout()) >= 0) {
            codec.cut("no frame from the other end for " + silent.toMillis() + " ms");
        } else if (System.nanoTime() - lastProbe >= limits.pingInterval().toNanos()) {
            lastProbe = System.nanoTime();
            codec.ping(lastProbe);
        }
    }

    void pong(long sentAt) {
        roundTrip = Duration.ofNanos(System.nanoTime() - sentAt);
    }

    @Nullable
    Duration roundTrip() {
        return roundTrip;
    }

    void stop() {
        vertx.cancelTimer(timer);
    }
}
