package opencmg.gateway.edge;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import opencmg.gateway.admission.Admission;
import opencmg.gateway.admission.DecisionLog;
import opencmg.gateway.forwarding.InFlight;
import opencmg.gateway.forwarding.Tunnels;
import opencmg.gateway.refusal.ProblemDocument;

/**
 * What the edges of all event loops share.
 *
 * @param settings with the port that all of them listen on
 * @param engine BORINGSSL or JDK, no longer AUTO
 * @param form how much a refused client is told
 * @param connections counts client connections
 * @param draining whether the gateway is about to stop
 */
public record EdgeContext(
        EdgeSettings settings,
        TlsEngine engine,
        EdgeLimits limits,
        LogSettings log,
        ProblemDocument.Form form,
        Admission admission,
        DecisionLog decisions,
        Tunnels tunnels,
        InFlight inFlight,
        TrafficMeters meters,
        AtomicInteger connections,
        BooleanSupplier draining) {}
