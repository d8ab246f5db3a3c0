package opencmg.gateway;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.vertx.core.json.JsonObject;
import java.util.List;
import opencmg.gateway.admin.AdminData;
import opencmg.gateway.admin.TunnelsPage;
import opencmg.gateway.admission.Decision;
import opencmg.settings.LoadedIdentity;
import opencmg.tunnel.TunnelStatus;
import org.jspecify.annotations.Nullable;

/** What a gateway reports about itself: readiness, the documents of the admin server, and its gauges. Any thread. */
final class GatewayStatus {

    static final String VERSION = version();

    private final GatewayState state;

    GatewayStatus(GatewayState state) {
        this.state = state;
        registerGauges();
    }

    private static String version() {
        String version = Gateway.class.getPackage().getImplementationVersion();
        return version == null ? "0.1.0-SNAPSHOT" : version;
    }

    private void registerGauges() {
        Gauge.builder("opencmg.in.flight", state.inFlight()::current)
                .description("Exchanges under way")
                .register(state.registry());
        Gauge.builder("opencmg.client.connections", state.connections()::get)
                .description("Connections of clients")
                .register(state.registry());
        Gauge.builder("opencmg.tunnels", () -> state.tunnels().status().size())
                .description("Tunnels that may carry requests")
                .register(state.registry());
        new JvmMemoryMetrics().bindTo(state.registry());
        new JvmThreadMetrics().bindTo(state.registry());
    }

    /** Why clients would be refused now; empty when they would not. */
    String notReady() {
        if (state.draining().get()) {
            return "the gateway is shutting down";
        }
        if (state.sites().current().isEmpty()) {
            return "no connection point has brought a site configuration yet";
        }
        return state.tunnels().isAnyUp() ? "" : "no connection point is connected";
    }

    AdminData adminData() {
        return new AdminData(
                this::notReady,
                state.registry()::scrape,
                () -> TunnelsPage.json(
                        state.sites().current(),
                        openConnections(),
                        state.tunnels().lost(),
                        state.clock().instant()),
                this::json,
                this::decision);
    }

    /** Also those that drain or have not sent their hello. */
    private List<TunnelStatus> openConnections() {
        return state.loops().stream().flatMap(loop -> loop.tunnels().stream()).toList();
    }

    private @Nullable JsonObject decision(String requestId) {
        Decision decision = state.decisions().find(requestId);
        return decision == null ? null : decision.toJson();
    }

    private JsonObject json() {
        LoadedIdentity certificate = state.edgeCertificate().current();
        return new JsonObject()
                .put("name", state.settings().name())
                .put("version", VERSION)
                .put("since", state.startedAt().toString())
                .put("ready", notReady().isEmpty())
                .put("reason", notReady())
                .put("edge", state.resources().edge().listen().toString())
                .put("tunnel", state.resources().tunnel().toString())
                .put("tls", state.resources().tlsEngine().name())
                .put("protocols", state.resources().edge().protocols())
                .put("inFlight", state.inFlight().current())
                .put("connections", state.connections().get())
                .put("tunnels", state.tunnels().status().size())
                .put("sites", TunnelsPage.sites(state.sites().current()))
                .put(
                        "certificate",
                        new JsonObject()
                                .put(
                                        "subject",
                                        certificate
                                                .leaf()
                                                .getSubjectX500Principal()
                                                .toString())
                                .put("daysLeft", certificate.daysLeft(state.clock())))
                .put("revocationLists", state.verifiers().revocationLists());
    }
}
