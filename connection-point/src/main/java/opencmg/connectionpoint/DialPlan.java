package opencmg.connectionpoint;

import java.util.UUID;
import opencmg.tunnel.Hello;
import opencmg.tunnel.TunnelLimits;
import opencmg.tunnel.TunnelTls;

/**
 * How every loop dials, and what its hello says.
 *
 * @param tls our certificate and the authorities of the gateways
 * @param limits of each connection
 * @param connectionId of this connection point
 * @param version of this software
 * @param epoch of this start: the same for all loops, higher than that of any earlier start
 */
record DialPlan(TunnelTls tls, TunnelLimits limits, UUID connectionId, String version, long epoch) {

    static DialPlan of(ConnectionPointSettings settings, long epoch) {
        TunnelLimits defaults = TunnelLimits.DEFAULT;
        TunnelLimits limits = new TunnelLimits(
                Math.min(defaults.maxExchanges(), settings.limits().exchanges()),
                settings.limits().streamWindowBytes(),
                defaults.maxHeaderListSize(),
                defaults.pingInterval(),
                defaults.silenceTimeout(),
                defaults.handshakeTimeout(),
                settings.limits().drain(),
                defaults.acceptsPerSecond());
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
