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
import opencmg.tunnel.exchange.ExchangeStream;
import opencmg.tunnel.http2.Http2Connection;
import opencmg.tunnel.http2.Http2ConnectionListener;
import org.jspecify.annotations.Nullable;

/** What both ends of a connection have in common: HTTP/2, counters, liveness, start and shutdown. On its loop, except {@link #status}. */
final class TunnelConnection {

    /** While draining, checks this often within the timeout whether the last exchange has finished. */
    private static final int IDLE_CHECKS = 300;

    private final VertxInternal vertx;
    private final String id;
    private final String address;
    private final TunnelLimits limits;
    private final Http2Connection http2;
    private final Instant since = Instant.now();
    private final ExchangeStream.Counters counters = new ExchangeStream.Counters();
    private final Promise<Void> closed;
    private volatile @Nullable Liveness liveness;
    private long handshakeTimer = -1;
    private long awaitedPing;
    private boolean pongReceived = true;
    private boolean closingWhenIdle;

    TunnelConnection(
            VertxInternal vertx,
            ContextInternal loop,
            String id,
            String address,
            TunnelLimits limits,
            boolean http2Server,
            int controlFramesPerSecond,
            Http2ConnectionListener listener) {
        this.vertx = vertx;
        this.id = id;
        this.address = address;
        this.limits = limits;
        this.http2 = new Http2Connection(http2Server, limits, controlFramesPerSecond, listener);
        this.closed = loop.promise();
    }

    /**
     * Call it once the HTTP/2 handler is in the pipeline. The connection is aborted unless it is {@link #established} in time.
     *
     * @param awaited the message that establishes it, for the reason
     */
    void start(Duration handshakeTimeout, String awaited) {
        liveness = new Liveness(vertx, http2, limits);
        handshakeTimer = vertx.setTimer(
                handshakeTimeout.toMillis(),
                late -> http2.abort("no " + awaited + " within " + handshakeTimeout.toMillis() + " ms"));
    }

    void established() {
        vertx.cancelTimer(handshakeTimer);
    }

    void onPong(long sentAt) {
        pongReceived |= sentAt == awaitedPing;
        Liveness current = liveness;
        if (current != null) {
            current.onPong(sentAt);
        }
    }

    // ------------------------------------------------------------------ shutdown

    /**
     * The connection does not count as idle until the peer has acknowledged a PING. The acknowledgement arrives after every stream that the peer opened before
     * it read what was sent before that PING. So no exchange is lost that was already under way when the peer was asked to
     * stop sending.
     *
     * @return sends the PING
     */
    Runnable awaitPong() {
        pongReceived = false;
        return () -> {
            awaitedPing = System.nanoTime();
            http2.ping(awaitedPing);
        };
    }

    private boolean isIdle() {
        return pongReceived && counters.inFlight() == 0;
    }

    /** Closes when the exchanges in flight have finished, or after the drain timeout. */
    void closeWhenIdle(String reason) {
        closeWhenIdle(reason, Instant.now().plus(limits.drainTimeout()));
    }

    /** The same, when the peer drains, which decides how long it waits, or when a successor is up. */
    void closeWhenIdleWithoutTimeout(String reason) {
        if (!closingWhenIdle) { // the peer may cause it again and again
            closingWhenIdle = true;
            closeWhenIdle(reason, Instant.MAX);
        }
    }

    private void closeWhenIdle(String reason, Instant deadline) {
        long interval = Math.max(1, limits.drainTimeout().toMillis() / IDLE_CHECKS);
        vertx.setPeriodic(0, interval, timer -> {
            if (!http2.isOpen() || isIdle() || Instant.now().isAfter(deadline)) {
                vertx.cancelTimer(timer);
                if (http2.isOpen()) {
                    http2.close(isIdle() ? reason : reason + timeoutText());
                }
            }
        });
    }

    /** Both ends report it with the exchanges that are cut off here. */
    private String timeoutText() {
        return "; it was not over when the " + limits.drainTimeout().toMillis() / 1000.0
                + " s had passed that are given then (limits.drainSeconds)";
    }

    /** The socket is closed. */
    void onClosed() {
        vertx.cancelTimer(handshakeTimer);
        Liveness current = liveness;
        if (current != null) {
            current.stop();
        }
        closed.tryComplete();
    }

    /** Completes when the connection is closed. */
    Future<Void> closed() {
        return closed.future();
    }

    // ------------------------------------------------------------------

    String id() {
        return id;
    }

    String address() {
        return address;
    }

    Http2Connection http2() {
        return http2;
    }

    ExchangeStream.Counters counters() {
        return counters;
    }

    /** Any thread. */
    TunnelStatus status(@Nullable Hello hello, boolean draining) {
        Liveness current = liveness;
        return new TunnelStatus(
                id,
                address,
                hello,
                since,
                current == null ? null : current.roundTrip(),
                counters.inFlight(),
                counters.exchanges(),
                counters.bytesIn(),
                counters.bytesOut(),
                counters.lastFailure(),
                draining);
    }
}
