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
 * What is loaded and checked before anything listens: files, ports and the TLS engine. All faults are collected, so that a user can fix them in one go.
 * Blocks: not for an event loop.
 *
 * @param edge with its final port
 * @param tunnel the tunnel's address with its final port
 * @param tlsEngine BORINGSSL or JDK
 */
record LoadedResources(
        EdgeSettings edge,
        Address tunnel,
        TlsEngine tlsEngine,
        LoadedIdentity edgeIdentity,
        LoadedIdentity tunnelIdentity) {

    /**
     * Reads the files that the settings name and opens no port.
     *
     * @return a description of the certificates, for people
     * @throws InvalidSettingsException with every fault
     */
    static String check(GatewaySettings settings, Clock clock) {
        List<SettingsFault> faults = new ArrayList<>();
        LoadedIdentity edge = collect(faults, () -> settings.edge().identity().load(clock));
        LoadedIdentity tunnel =
                collect(faults, () -> settings.tunnel().identity().load(clock));
        var trust =
                collect(faults, () -> PemFiles.certificates(settings.tunnel().trustFile()));
        if (edge == null || tunnel == null || trust == null) {
            throw new InvalidSettingsException(faults);
        }
        return "edge certificate " + edge.leaf().getSubjectX500Principal() + " with " + edge.daysLeft(clock)
                + " days left, tunnel certificate with " + tunnel.daysLeft(clock);
    }

    /** @throws InvalidSettingsException with every fault */
    static LoadedResources load(GatewaySettings settings, Clock clock) {
        List<SettingsFault> faults = new ArrayList<>();
        LoadedIdentity edge = collect(faults, () -> settings.edge().identity().load(clock));
        LoadedIdentity tunnel =
                collect(faults, () -> settings.tunnel().identity().load(clock));
        var trust =
                collect(faults, () -> PemFiles.certificates(settings.tunnel().trustFile()));
        TlsEngine engine = collect(faults, () -> EdgeTls.choose(settings.edge().engine(), GatewaySettings.SOURCE));
        Address edgeAddress =
                collect(faults, () -> ListenPorts.resolve(settings.edge().listen(), "edge.listen"));
        Address tunnelAddress =
                collect(faults, () -> ListenPorts.resolve(settings.tunnel().listen(), "tunnel.listen"));
        if (edge == null
                || tunnel == null
                || trust == null
                || engine == null
                || edgeAddress == null
                || tunnelAddress == null) {
            throw new InvalidSettingsException(faults);
        }
        return new LoadedResources(withAddress(settings.edge(), edgeAddress), tunnelAddress, engine, edge, tunnel);
    }

    private static <T> @Nullable T collect(List<SettingsFault> faults, Supplier<T> loader) {
        try {
            return loader.get();
        } catch (InvalidSettingsException e) {
            faults.addAll(e.faults());
            return null;
        }
    }

    private static EdgeSettings withAddress(EdgeSettings edge, Address listen) {
        return new EdgeSettings(
                listen, edge.certificateFile(), edge.keyFile(), edge.protocols(), edge.engine(), edge.via());
    }
}
