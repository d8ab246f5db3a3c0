package opencmg.gateway;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import opencmg.gateway.edge.EdgeSettings;
import opencmg.gateway.edge.EdgeTls;
import opencmg.gateway.edge.TlsEngine;
import opencmg.settings.Address;
import opencmg.settings.InvalidSettingsException;
import opencmg.settings.LoadedIdentity;
import opencmg.settings.PemFiles;
import opencmg.settings.SettingsFault;
import org.jspecify.annotations.Nullable;

/**
 * What can be found out before anything listens: files are read, ports settled, the engine chosen. All faults are gathered, so that a user mends them
 * in one go. Blocks: not for an event loop.
 *
 * @param edge with its final port
 * @param tunnel address with its final port
 */
record LoadedResources(
        EdgeSettings edge,
        Address tunnel,
        TlsEngine engine,
        LoadedIdentity edgeIdentity,
        LoadedIdentity tunnelIdentity) {

    /**
     * Reads what the settings name and opens nothing.
     *
     * @return what the certificates are, for people
     * @throws InvalidSettingsException with every fault
     */
    static String check(GatewaySettings settings, Clock clock) {
        List<SettingsFault> faults = new ArrayList<>();
        LoadedIdentity edge = tried(faults, () -> settings.edge().identity().load(clock));
        LoadedIdentity tunnel = tried(faults, () -> settings.tunnel().identity().load(clock));
        var trust = tried(faults, () -> PemFiles.certificates(settings.tunnel().trustFile()));
        if (edge == null || tunnel == null || trust == null) {
            throw new InvalidSettingsException(faults);
        }
        return "edge certificate " + edge.leaf().getSubjectX500Principal() + " with " + edge.daysLeft(clock)
                + " days left, tunnel certificate with " + tunnel.daysLeft(clock);
    }

    /** @throws InvalidSettingsException with every fault */
    static LoadedResources of(GatewaySettings settings, Clock clock) {
        List<SettingsFault> faults = new ArrayList<>();
        LoadedIdentity edge = tried(faults, () -> settings.edge().identity().load(clock));
        LoadedIdentity tunnel = tried(faults, () -> settings.tunnel().identity().load(clock));
        var trust = tried(faults, () -> PemFiles.certificates(settings.tunnel().trustFile()));
        TlsEngine engine = tried(faults, () -> EdgeTls.choose(settings.edge().engine(), GatewaySettings.SOURCE));
        Address edgeAt = tried(faults, () -> ListenPorts.settle(settings.edge().listen(), "edge.listen"));
        Address tunnelAt =
                tried(faults, () -> ListenPorts.settle(settings.tunnel().listen(), "tunnel.listen"));
        if (edge == null || tunnel == null || trust == null || engine == null || edgeAt == null || tunnelAt == null) {
            throw new InvalidSettingsException(faults);
        }
        return new LoadedResources(with(settings.edge(), edgeAt), tunnelAt, engine, edge, tunnel);
    }

    private static <T> @Nullable T tried(List<SettingsFault> faults, Supplier<T> step) {
        try {
            return step.get();
        } catch (InvalidSettingsException e) {
            faults.addAll(e.faults());
            return null;
        }
    }

    private static EdgeSettings with(EdgeSettings edge, Address listen) {
        return new EdgeSettings(listen, edge.certificateFile(), edge.keyFile(), edge.protocols(), edge.engine());
    }
}
