package opencmg.tunnel.link;

import io.vertx.core.Vertx;
import java.time.Duration;
import opencmg.tunnel.TunnelLimits;
import opencmg.tunnel.http2.Http2Connection;
import org.jspecify.annotations.Nullable;

/** Sends PINGs and aborts a connection that has been silent for too long: an open socket says nothing about a network that drops every packet. */
final class Liveness {

    /** Checks per ping interval, so that silence is noticed soon after its limit. */
    private static final int CHECKS = 5;

    private final Vertx vertx;
    private final Http2Connection http2;
    private final TunnelLimits limits;
    private final long timer;
    private long lastPing = System.nanoTime();
    private long lastCheck = lastPing;
    private volatile @Nullable Duration roundTrip;

    Liveness(Vertx vertx, Http2Connection http2, TunnelLimits limits) {
        this.vertx = vertx;
        this.http2 = http2;
        this.limits = limits;
        this.timer = vertx.setPeriodic(Math.max(1, limits.pingInterval().toMillis() / CHECKS), id -> check());
    }

    private void check() {
        long now = System.nanoTime();
        boolean loopWasBlocked = now - lastCheck > 2 * limits.pingInterval().toNanos();
        lastCheck = now;
        Duration silent = Duration.ofNanos(now - http2.lastInbound());
        if (loopWasBlocked) {
            return; // what has arrived in the meantime is not read yet
        }
        if (silent.compareTo(limits.silenceTimeout()) >= 0) {
            http2.abort("no frame from the other end for " + silent.toMillis() + " ms");
        } else if (System.nanoTime() - lastPing >= limits.pingInterval().toNanos()) {
            lastPing = System.nanoTime();
            http2.ping(lastPing);
        }
    }

    void onPong(long sentAt) {
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
