package opencmg.gateway.edge;

import java.security.cert.X509Certificate;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import opencmg.gateway.admission.Admission;
import opencmg.gateway.admission.DecisionLog;
import opencmg.gateway.forwarding.InFlight;
import opencmg.gateway.forwarding.Tunnels;
import opencmg.gateway.refusal.ProblemDocument;
import opencmg.http.HeaderFields.Via;

/**
 * What the edges of all event loops share.
 *
 * @param settings with the final port, on which all of them listen
 * @param certificate the leaf in use
 * @param via what the gateway adds to Via fields
 * @param engine BORINGSSL or JDK, never AUTO
 * @param form how much detail a refusal gives to the client
 * @param connections the number of client connections of all loops
 * @param draining whether the gateway is shutting down
 */
public record EdgeContext(
        EdgeSettings settings,
        Supplier<X509Certificate> certificate,
        Via via,
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
