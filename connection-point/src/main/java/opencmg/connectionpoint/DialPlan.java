package opencmg.connectionpoint;

import java.util.List;
import java.util.UUID;
import opencmg.tunnel.Hello;
import opencmg.tunnel.TunnelDialer;
import opencmg.tunnel.TunnelLimits;
import opencmg.tunnel.TunnelTls;

/**
 * Whom every loop dials, and what it says there.
 *
 * @param gateways all of them
 * @param tls own certificate and whom to trust
 * @param limits of each connection
 * @param connectionId of this connection point
 * @param version of this software
 * @param epoch of this start: shared by all loops, higher than that of any start before
 */
record DialPlan(
        List<TunnelDialer.Target> gateways,
        TunnelTls tls,
        TunnelLimits limits,
        UUID connectionId,
        String version,
        long epoch) {

    static DialPlan of(ConnectionPointSettings settings, long epoch) {
        List<TunnelDialer.Target> gateways = settings.gateways().stream()
                .map(gateway -> new TunnelDialer.Target(
                        gateway.host(),
                        gateway.port(),
                        settings.gatewayName() == null ? gateway.host() : settings.gatewayName()))
                .toList();
        TunnelLimits usual = TunnelLimits.DEFAULT;
        TunnelLimits limits = new TunnelLimits(
                Math.min(usual.mostExchanges(), settings.limits().exchanges()),
                usual.streamWindow(),
                usual.headerList(),
                usual.pingInterval(),
                usual.silence(),
                usual.handshake(),
                settings.limits().drain());
        String version = DialPlan.class.getPackage().getImplementationVersion();
        return new DialPlan(
                gateways,
                new TunnelTls(settings.certificateFile(), settings.keyFile(), settings.trustFile()),
                limits,
                settings.id(),
                version == null ? "development" : version,
                epoch);
    }

    Hello hello(String siteCode) {
        return new Hello(connectionId, siteCode, version, epoch, limits.mostExchanges());
    }
}
