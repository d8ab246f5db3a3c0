package opencmg.tunnel.link;

import io.netty.channel.ChannelHandlerContext;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import opencmg.tunnel.DialListener;
import opencmg.tunnel.DialStatus;
import opencmg.tunnel.Hello;
import opencmg.tunnel.Relay;
import opencmg.tunnel.TunnelLimits;
import opencmg.tunnel.TunnelProtocol;
import opencmg.tunnel.TunnelTarget;
import org.jspecify.annotations.Nullable;

/** Keeps one connection to one gateway: dials, supervises, and dials again, until the dialer is closed. On its loop. */
final class DialLoop implements ConnectorConnection.Listener {

    private static final AtomicLong IDS = new AtomicLong();
    /** A gateway that refuses this connection point will not accept it seconds later. */
    private static final Duration DELAY_AFTER_REFUSAL = Duration.ofSeconds(30);

    private final VertxInternal vertx;
    private final ContextInternal loop;
    private final NetClient client;
    private final TunnelTarget gateway;
    private final TunnelLimits limits;
    private final DialBackoff backoff;
    private final Hello hello;
    private final Relay relay;
    private final DialListener listener;
    /** Draining connections: their exchanges in flight finish while a replacement is dialed. */
    private final Set<ConnectorConnection> draining = ConcurrentHashMap.newKeySet();

    private final AtomicInteger failures = new AtomicInteger();
    private volatile @Nullable ConnectorConnection current;
    private volatile String lastError = "";
    private volatile @Nullable Instant lastErrorAt;
    private volatile long siteVersion;
    private volatile State state = State.WAITING;
    /** At first both ends may just have started and be slow; the short timeout applies only after a connection was up. */
    private boolean wasUp;

    private boolean refused;
    private boolean stopped;
    private long retryTimer = -1;
    private Instant outageSince = Instant.now();
    private long publishedVersion;
    private @Nullable Buffer published;

    /** State of the current connection; draining ones do not count. */
    private enum State {
        WAITING,
        DIALING,
        UP
    }

    DialLoop(
            VertxInternal vertx,
            ContextInternal loop,
            NetClient client,
            TunnelTarget gateway,
            TunnelLimits limits,
            DialBackoff backoff,
            Hello hello,
            Relay relay,
            DialListener listener) {
        this.vertx = vertx;
        this.loop = loop;
        this.client = client;
        this.gateway = gateway;
        this.limits = limits;
        this.backoff = backoff;
        this.hello = hello;
        this.relay = relay;
        this.listener = listener;
    }

    void dial() {
        retryTimer = -1;
        if (stopped || state != State.WAITING) {
            return;
        }
        state = State.DIALING;
        refused = false;
        Duration timeout =
                wasUp ? backoff.attemptTimeout(outage(), limits.handshakeTimeout()) : limits.handshakeTimeout();
        Future<NetSocket> attempt = client.connect(gateway.port(), gateway.host(), gateway.serverName());
        attempt.timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .onSuccess(socket -> connected(socket, timeout))
                .onFailure(cause -> {
                    attempt.onSuccess(DialLoop::discard);
                    attemptFailed("TCP or TLS: " + describe(cause));
                });
    }

    private void connected(NetSocket socket, Duration timeout) {
        if (stopped || !TunnelProtocol.ALPN.equals(socket.applicationLayerProtocol())) {
            discard(socket);
            attemptFailed(stopped ? "stopped" : "TLS: the gateway does not speak " + TunnelProtocol.ALPN);
            return;
        }
        ConnectorConnection connection = new ConnectorConnection(
                vertx, loop, "d" + IDS.incrementAndGet(), gateway.toString(), limits, hello, relay, this);
        ChannelHandlerContext vertxHandler = ((NetSocketInternal) socket).channelHandlerContext();
        vertxHandler.pipeline().addBefore(vertxHandler.name(), "tunnel", connection.http2());
        current = connection;
        socket.exceptionHandler(connection.http2()::onTransportError);
        connection.start(timeout);
    }

    private static void discard(NetSocket socket) {
        socket.close().onComplete(closed -> {});
    }

    private void attemptFailed(String cause) {
        state = State.WAITING;
        int attempt = failures.incrementAndGet();
        recordError(cause);
        if (!stopped) {
            listener.onDialFailed(gateway, attempt, cause);
            dialLater();
        }
    }

    private void recordError(String cause) {
        lastError = cause;
        lastErrorAt = Instant.now();
    }

    private void dialLater() {
        if (retryTimer == -1 && !stopped) {
            Duration wait = refused ? DELAY_AFTER_REFUSAL : backoff.delay(outage(), ThreadLocalRandom.current());
            retryTimer = vertx.setTimer(wait.toMillis(), timer -> dial());
        }
    }

    private Duration outage() {
        return Duration.between(outageSince, Instant.now());
    }

    // ------------------------------------------------------------------ callbacks of the connection

    @Override
    public void onWelcome(ConnectorConnection connection, String instance) {
        state = State.UP;
        wasUp = true;
        failures.set(0);
        if (published != null) {
            connection.publish(publishedVersion, published);
        }
        listener.onUp(gateway, instance);
        draining.forEach(ConnectorConnection::onReplaced);
    }

    @Override
    public void onRefused(String reason) {
        refused = true;
        recordError("hello: the gateway refuses this connection point: " + reason);
    }

    @Override
    public void onSiteApplied(long offered, long runs, String problem) {
        siteVersion = runs;
        listener.onSiteApplied(gateway, offered, runs, problem);
    }

    /** Dials a replacement at once; exchanges in flight continue here. */
    @Override
    public void onDraining(ConnectorConnection connection, String reason) {
        if (current == connection) {
            draining.add(connection);
            onLost(connection, "the gateway drains: " + reason);
        }
    }

    @Override
    public void onClosed(ConnectorConnection connection, String cause) {
        if (draining.remove(connection)) {
            return; // its replacement has been dialed since it began to drain
        }
        onLost(connection, cause);
    }

    private void onLost(ConnectorConnection connection, String cause) {
        if (current != connection) {
            return;
        }
        current = null;
        siteVersion = 0;
        if (state == State.UP) {
            state = State.WAITING;
            outageSince = Instant.now();
            recordError(cause);
            listener.onDown(gateway, cause);
            dialLater();
        } else {
            attemptFailed(refused ? lastError : "hello: " + cause);
        }
    }

    /** Includes the innermost cause: the message of TLS itself is the helpful one. */
    private static String describe(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root == failure ? messageOf(failure) : messageOf(failure) + ": " + messageOf(root);
    }

    private static String messageOf(Throwable failure) {
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }

    // ------------------------------------------------------------------ calls of the dialer

    void publish(long version, Buffer document) {
        publishedVersion = version;
        published = document;
        ConnectorConnection connection = current;
        if (state == State.UP && connection != null) {
            connection.publish(version, document);
        }
    }

    DialStatus status() {
        ConnectorConnection connection = current;
        return new DialStatus(
                gateway,
                failures.get(),
                lastError,
                lastErrorAt,
                state == State.UP,
                connection == null ? null : connection.status(),
                draining.stream().map(ConnectorConnection::status).toList(),
                siteVersion);
    }

    Future<Void> close() {
        Promise<Void> closed = loop.promise();
        loop.runOnContext(ignored -> {
            stopped = true;
            vertx.cancelTimer(retryTimer);
            List<ConnectorConnection> open = new ArrayList<>(draining);
            if (current != null) {
                open.add(current);
            }
            open.forEach(connection -> connection.drain("the connection point stops"));
            Future.join(open.stream().map(ConnectorConnection::closed).toList())
                    .<Void>mapEmpty()
                    .onComplete(closed);
        });
        return closed.future();
    }
}
