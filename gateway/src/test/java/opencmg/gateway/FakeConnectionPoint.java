package opencmg.gateway;

import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.UUID;
import opencmg.gateway.identity.Awaited;
import opencmg.tunnel.DialListener;
import opencmg.tunnel.Hello;
import opencmg.tunnel.Relay;
import opencmg.tunnel.TunnelLimits;
import opencmg.tunnel.TunnelTarget;
import opencmg.tunnel.TunnelTls;
import opencmg.tunnel.link.TunnelDialer;

/** A connection point with one tunnel, which does with requests what a lambda says. */
public final class FakeConnectionPoint implements DialListener {

    private final Promise<Long> configured = Promise.promise();
    private final TunnelDialer dialer;
    private boolean closed;
    public volatile String lastProblem = "";

    FakeConnectionPoint(
            Vertx vertx, TunnelTarget gateway, TunnelTls tls, TunnelLimits limits, Hello hello, Relay relay) {
        Promise<TunnelDialer> started = Promise.promise();
        Deployable onALoop = (Context context) -> {
            started.complete(TunnelDialer.start(vertx, List.of(gateway), tls, limits, hello, relay, this));
            return Future.succeededFuture();
        };
        this.dialer = Awaited.value(vertx.deployVerticle(onALoop).compose(deployed -> started.future()));
    }

    static Hello hello(UUID id, long epoch) {
        return new Hello(id, "LAB", "test", epoch, 1000);
    }

    void publish(long version, byte[] json) {
        dialer.publish(version, Buffer.buffer(json));
    }

    boolean isConfigured() {
        return configured.future().isComplete();
    }

    void awaitConfigured() {
        Awaited.done(configured.future());
    }

    /** Twice does no harm. */
    public void close() {
        if (!closed) {
            closed = true;
            Awaited.done(dialer.close());
        }
    }

    @Override
    public void onUp(TunnelTarget gateway, String instance) {}

    @Override
    public void onDown(TunnelTarget gateway, String cause) {}

    @Override
    public void onDialFailed(TunnelTarget gateway, int attempt, String cause) {
        lastProblem = cause;
    }

    @Override
    public void onSiteApplied(TunnelTarget gateway, long offered, long runs, String problem) {
        lastProblem = problem;
        configured.tryComplete(runs);
    }
}
