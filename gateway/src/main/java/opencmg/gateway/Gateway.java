package opencmg.gateway;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicBoolean;
import opencmg.gateway.admin.AdminServer;
import opencmg.gateway.admission.Admission;
import opencmg.gateway.edge.EdgeContext;
import opencmg.gateway.edge.TrafficMeters;
import opencmg.gateway.identity.Verifiers;
import opencmg.gateway.refusal.ProblemDocument;
import opencmg.http.HeaderFields.Via;
import opencmg.settings.InvalidSettingsException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running gateway, and the composition root that builds it from its settings. {@link GatewayShutdown} drains it, {@link GatewayStatus} reports on it.
 * Several may run in one Vert.x.
 */
public final class Gateway {

    private static final Logger log = LoggerFactory.getLogger(Gateway.class);

    private final GatewayState state;
    private final GatewayStatus status;
    private final CertificateExpiryWatch expiryWatch;
    private final Promise<Void> drained = Promise.promise();
    private final AtomicBoolean closing = new AtomicBoolean();
    private final Promise<Void> closed = Promise.promise();
    private @Nullable AdminServer admin;
    private @Nullable String deploymentId;

    private Gateway(GatewayState state) {
        this.state = state;
        this.status = new GatewayStatus(state);
        this.expiryWatch = new CertificateExpiryWatch(
                state.vertx(),
                state.clock(),
                state.edgeCertificate()::current,
                state.tunnelCertificate()::current,
                state.registry());
    }

    // ------------------------------------------------------------------ start

    /**
     * Starts everything. The gateway is ready as soon as a connection point has connected.
     *
     * @return fails with {@link InvalidSettingsException} for what the user can fix; then nothing stays open
     */
    public static Future<Gateway> start(Vertx vertx, GatewaySettings settings) {
        return start(vertx, settings, Clock.systemUTC());
    }

    /**
     * Reads every file that the settings name and opens no port. Blocks.
     *
     * @return a description of the certificates, for people
     * @throws InvalidSettingsException with every fault
     */
    public static String check(GatewaySettings settings) {
        return LoadedResources.check(settings, Clock.systemUTC());
    }

    static Future<Gateway> start(Vertx vertx, GatewaySettings settings, Clock clock) {
        return vertx.executeBlocking(() -> LoadedResources.load(settings, clock))
                .compose(resources -> Verifiers.start(vertx, settings.revocation(), clock)
                        .recover(Gateway::asSettingsFault)
                        .map(verifiers ->
                                new Gateway(GatewayState.create(vertx, settings, clock, resources, verifiers)))
                        .compose(Gateway::listen));
    }

    private static Future<Verifiers> asSettingsFault(Throwable failure) {
        return Future.failedFuture(
                failure instanceof IllegalArgumentException invalid
                        ? new InvalidSettingsException(
                                GatewaySettings.SOURCE, "revocation.files", String.valueOf(invalid.getMessage()))
                        : failure);
    }

    private Future<Gateway> listen() {
        EdgeContext edgeContext = edgeContext();
        EdgeVerticle.TunnelEndpoint tunnelEndpoint = tunnelEndpoint();
        return startAdmin()
                .compose(started -> state.vertx()
                        .deployVerticle(
                                () -> newLoop(edgeContext, tunnelEndpoint),
                                new DeploymentOptions()
                                        .setInstances(state.settings().limits().eventLoops())))
                .onSuccess(id -> deploymentId = id)
                .map(this)
                .onSuccess(Gateway::logStart)
                .recover(failure -> close().transform(closed -> Future.failedFuture(failure)));
    }

    private Future<AdminServer> startAdmin() {
        var listen = state.settings().admin().listen();
        return AdminServer.start(state.vertx(), listen, status.adminData())
                .recover(failure -> Future.failedFuture(new InvalidSettingsException(
                        GatewaySettings.SOURCE,
                        "admin.listen",
                        listen + " cannot be listened on (" + failure.getMessage()
                                + "); give another port, for example 127.0.0.1:0")))
                .onSuccess(started -> admin = started);
    }

    private EdgeContext edgeContext() {
        GatewaySettings settings = state.settings();
        return new EdgeContext(
                state.resources().edge(),
                () -> state.edgeCertificate().current().leaf(),
                Via.of(settings.edge().via()),
                state.resources().tlsEngine(),
                settings.limits().edge(),
                settings.log(),
                settings.explain() == GatewaySettings.ExplainAudience.CLIENTS
                        ? ProblemDocument.Form.LONG
                        : ProblemDocument.Form.SHORT,
                new Admission(
                        state.sites(),
                        state.verifiers(),
                        state.decisions(),
                        GatewayStatus.VERSION,
                        () -> status.notReady().isEmpty()),
                state.decisions(),
                state.tunnels(),
                state.inFlight(),
                new TrafficMeters(state.registry()),
                state.connections(),
                state.draining()::get);
    }

    private EdgeVerticle.TunnelEndpoint tunnelEndpoint() {
        GatewaySettings settings = state.settings();
        return new EdgeVerticle.TunnelEndpoint(
                state.resources().tunnel(),
                settings.tunnel().tls(),
                TunnelSettings.limits(settings.limits()),
                settings.name(),
                state.tunnels());
    }

    private EdgeVerticle newLoop(EdgeContext edgeContext, EdgeVerticle.TunnelEndpoint tunnelEndpoint) {
        EdgeVerticle loop = new EdgeVerticle(edgeContext, tunnelEndpoint, this::drain);
        state.loops().add(loop);
        return loop;
    }

    private void logStart() {
        log.atInfo()
                .addKeyValue("edge", state.resources().edge().listen())
                .addKeyValue("tunnel", state.resources().tunnel())
                .addKeyValue("admin", state.settings().admin().listen().host() + ":" + adminPort())
                .addKeyValue("tls", state.resources().tlsEngine())
                .addKeyValue("loops", state.settings().limits().eventLoops())
                .log("The gateway listens");
    }

    // ------------------------------------------------------------------ running

    /** Tests call its check() instead of waiting for the timer. */
    CertificateReload edgeCertificate() {
        return state.edgeCertificate();
    }

    CertificateReload tunnelCertificate() {
        return state.tunnelCertificate();
    }

    public int edgePort() {
        return state.resources().edge().listen().port();
    }

    public int tunnelPort() {
        return state.resources().tunnel().port();
    }

    public int adminPort() {
        return admin == null ? 0 : admin.port();
    }

    // ------------------------------------------------------------------ shutdown

    /** Drains (see {@link GatewayShutdown}) and closes everything. A second call returns the same future. Any thread. */
    public Future<Void> close() {
        if (!closing.getAndSet(true)) {
            drain().transform(done -> deploymentId == null
                            ? Future.succeededFuture()
                            : state.vertx().undeploy(deploymentId))
                    .transform(undeployed -> admin == null ? Future.succeededFuture() : admin.close())
                    .transform(done -> state.siteUpdates().close())
                    .transform(done -> state.verifiers().close())
                    .onComplete(done -> {
                        expiryWatch.close();
                        state.edgeCertificate().close();
                        state.tunnelCertificate().close();
                        state.registry().close();
                    })
                    .onComplete(closed);
        }
        return closed.future();
    }

    /** Drains; the listeners stay. A second call returns the same future. Any thread. */
    private Future<Void> drain() {
        if (!state.draining().getAndSet(true)) {
            new GatewayShutdown(state)
                    .drain()
                    .<Void>transform(done -> Future.succeededFuture())
                    .onComplete(drained);
        }
        return drained.future();
    }
}
