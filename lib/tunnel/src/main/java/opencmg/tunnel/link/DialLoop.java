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

/** Dial, watch, dial again: one connection to one gateway, for as long as the dialer lives. On its loop. */
final class DialLoop implements ConnectorConnection.Listener {

    private static final AtomicLong IDS = new AtomicLong();
    /** A gateway that refuses who we are does not change its mind within seconds. */
    private static final Duration AFTER_REFUSAL = Duration.ofSeconds(30);

    private final VertxInternal vertx;
    private final ContextInternal loop;
    private final NetClient client;
    private final TunnelTarget gateway;
    private final TunnelLimits limits;
    private final DialBackoff backoff;
    private final Hello hello;
    private final Relay relay;
    private final DialListener listener;
    /** Draining connections: they carry what is in flight to its end while the replacement is dialled. */
    private final Set<ConnectorConnection> leaving = ConcurrentHashMap.newKeySet();

    private final AtomicInteger failures = new AtomicInteger();
    private volatile @Nullable ConnectorConnection current;
    private volatile String lastError = "";
    private volatile @Nullable Instant lastErrorAt;
    private volatile long siteVersion;
    private volatile State state = State.WAITING;
    /** Both ends may just have started and be slow; only what has worked before is expected to work at once. */
    private boolean everUp;

    private boolean refused;
    private boolean stopped;
    private long retryTimer = -1;
    private Instant outageSince = Instant.now();
    private long publishedVersion;
    private @Nullable Buffer published;

    /** Where the one connection that counts stands. */
    private enum State {
        WAITING,
        DIALLING,
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
        state = State.DIALLING;
        refused = false;
        Duration patience = everUp ? backoff.patience(outage(), limits.handshakeTimeout()) : limits.handshakeTimeout();
        Future<NetSocket> attempt = client.connect(gateway.port(), gateway.host(), gateway.serverName());
        attempt.timeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .onSuccess(socket -> connected(socket, patience))
                .onFailure(cause -> {
                    attempt.onSuccess(DialLoop::tooLate);
                    attemptFailed("TCP or TLS: " + textOf(cause));
                });
    }

    private void connected(NetSocket socket, Duration patience) {
        if (stopped || !TunnelProtocol.ALPN.equals(socket.applicationLayerProtocol())) {
            tooLate(socket);
            attemptFailed(stopped ? "stopped" : "TLS: the gateway does not speak " + TunnelProtocol.ALPN);
            return;
        }
        ConnectorConnection end = new ConnectorConnection(
                vertx, loop, "d" + IDS.incrementAndGet(), gateway.toString(), limits, hello, relay, this);
        ChannelHandlerContext vertxHandler = ((NetSocketInternal) socket).channelHandlerContext();
        vertxHandler.pipeline().addBefore(vertxHandler.name(), "tunnel", end.codec());
        current = end;
        socket.exceptionHandler(end.codec()::broke);
        end.begin(patience);
    }

    private static void tooLate(NetSocket socket) {
        socket.close().onComplete(closed -> {});
    }

    private void attemptFailed(String cause) {
        state = State.WAITING;
        int attempt = failures.incrementAndGet();
        failed(cause);
        if (!stopped) {
            listener.onDialFailed(gateway, attempt, cause);
            dialLater();
        }
    }

    private void failed(String cause) {
        lastError = cause;
        lastErrorAt = Instant.now();
    }

    private void dialLater() {
        if (retryTimer == -1 && !stopped) {
            Duration wait = refused ? AFTER_REFUSAL : backoff.before(outage(), ThreadLocalRandom.current());
            retryTimer = vertx.setTimer(wait.toMillis(), timer -> dial());
        }
    }

    private Duration outage() {
        return Duration.between(outageSince, Instant.now());
    }

    // ------------------------------------------------------------------ what the connection says

    @Override
    public void welcomed(ConnectorConnection end, String instance) {
        state = State.UP;
        everUp = true;
        failures.set(0);
        if (published != null) {
            end.publish(publishedVersion, published);
        }
        listener.onUp(gateway, instance);
    }

    @Override
    public void refused(String why) {
        refused = true;
        failed("hello: the gateway refuses this connection point: " + why);
    }

    @Override
    public void siteApplied(long offered, long runs, String problem) {
        siteVersion = runs;
        listener.onSiteApplied(gateway, offered, runs, problem);
    }

    /** The replacement is dialled at once; what is in flight here goes on. */
    @Override
    public void draining(ConnectorConnection end, String why) {
        if (current == end) {
            leaving.add(end);
            noLonger(end, "the gateway drains: " + why);
        }
    }

    @Override
    public void closed(ConnectorConnection end, String cause) {
        if (leaving.remove(end)) {
            return; // its replacement is under way since it began to drain
        }
        noLonger(end, cause);
    }

    private void noLonger(ConnectorConnection end, String cause) {
        if (current != end) {
            return;
        }
        current = null;
        siteVersion = 0;
        if (state == State.UP) {
            state = State.WAITING;
            outageSince = Instant.now();
            failed(cause);
            listener.onDown(gateway, cause);
            dialLater();
        } else {
            attemptFailed(refused ? lastError : "hello: " + cause);
        }
    }

    /** With the innermost cause: what TLS itself says is what helps. */
    private static String textOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root == failure ? messageOf(failure) : messageOf(failure) + ": " + messageOf(root);
    }

    private static String messageOf(Throwable failure) {
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }

    // ------------------------------------------------------------------ what the dialer says

    void publish(long version, Buffer document) {
        publishedVersion = version;
        published = document;
        ConnectorConnection end = current;
        if (state == State.UP && end != null) {
            end.publish(version, document);
        }
    }

    DialStatus status() {
        ConnectorConnection end = current;
        return new DialStatus(
                gateway,
                failures.get(),
                lastError,
                lastErrorAt,
                state == State.UP,
                end == null ? null : end.status(),
                leaving.stream().map(ConnectorConnection::status).toList(),
                siteVersion);
    }

    Future<Void> close() {
        Promise<Void> closed = loop.promise();
        loop.runOnContext(go -> {
            stopped = true;
            vertx.cancelTimer(retryTimer);
            List<ConnectorConnection> open = new ArrayList<>(leaving);
            if (current != null) {
                open.add(current);
            }
            open.forEach(end -> end.drain("the connection point stops"));
            Future.join(open.stream().map(ConnectorConnection::gone).toList())
                    .<Void>mapEmpty()
                    .onComplete(closed);
        });
        return closed.future();
    }
}
