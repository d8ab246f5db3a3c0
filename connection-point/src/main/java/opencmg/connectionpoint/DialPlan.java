package opencmg.connectionpoint;

import java.util.UUID;
import opencmg.tunnel.Hello;
import opencmg.tunnel.TunnelLimits;
import opencmg.tunnel.TunnelTls;

/**
 * How every loop dials, and what it says there.
 *
 * @param tls own certificate and whom to trust
 * @param limits of each connection
 * @param connectionId of this connection point
 * @param version of this software
 * @param epoch of this start: shared by all loops, higher than that of any start before
 */
record DialPlan(TunnelTls tls, TunnelLimits limits, UUID connectionId, String version, long epoch) {

    static DialPlan of(ConnectionPointSettings settings, long epoch) {
        TunnelLimits usual = TunnelLimits.DEFAULT;
        TunnelLimits limits = new TunnelLimits(
                Math.min(usual.maxExchanges(), settings.limits().exchanges()),
                settings.limits().streamWindowBytes(),
                usual.maxHeaderListSize(),
                usual.pingInterval(),
                usual.silenceTimeout(),
                usual.handshakeTimeout(),
                settings.limits().drain(),
                usual.acceptsPerSecond());
        String version = DialPlan.class.getPackage().getImplementationVersion();
        return new DialPlan(
                new TunnelTls(settings.certificateFile(), settings.keyFile(), settings.trustFile()),
                limits,
                settings.id(),
                version == null ? "development" : version,
                epoch);
    }

    Hello hello(String siteCode) {
        return new Hello(connectionId, siteCode, version, epoch, limits.maxExchanges());
    }
}
