package opencmg.connectionpoint.dial;

import io.vertx.core.Future;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import opencmg.connectionpoint.site.BlockingWork;
import opencmg.settings.Address;
import opencmg.tunnel.TunnelTarget;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gateway instances that the names in the settings stand for. A name with several addresses stands for as many instances, and every one is
 * dialled. Names are resolved again each minute, as often as the product checks its connections (protocol.md 1.1); one that cannot be resolved
 * keeps its last addresses.
 */
public final class GatewayAddresses {

    private static final Logger log = LoggerFactory.getLogger(GatewayAddresses.class);

    private final BlockingWork blocking;
    private final List<Address> gateways;
    private final @Nullable String serverName;
    private final Resolver resolver;
    private final Map<String, List<String>> addresses = new ConcurrentHashMap<>();
    private volatile List<TunnelTarget> targets;

    public GatewayAddresses(
            BlockingWork blocking, List<Address> gateways, @Nullable String serverName, Resolver resolver) {
        this.blocking = blocking;
        this.gateways = gateways;
        this.serverName = serverName;
        this.resolver = resolver;
        this.targets = currentTargets();
    }

    /** The instances to dial now. Any thread. */
    public List<TunnelTarget> targets() {
        return targets;
    }

    /**
     * Resolves every name.
     *
     * @param changed called when the instances to dial have changed
     */
    public Future<Void> resolve(Consumer<List<TunnelTarget>> changed) {
        return blocking.call(this::resolveAll)
                .onSuccess(found -> {
                    if (!found.equals(targets)) {
                        targets = found;
                        log.atInfo().addKeyValue("gateways", found).log("The gateways to dial");
                        changed.accept(found);
                    }
                })
                .mapEmpty();
    }

    private List<TunnelTarget> resolveAll() {
        gateways.stream().map(Address::host).distinct().forEach(host -> {
            try {
                addresses.put(host, resolver.addresses(host));
            } catch (UnknownHostException e) {
                log.atWarn()
                        .addKeyValue("gateway", host)
                        .addKeyValue("hop", "tunnel")
                        .addKeyValue("reason", "DNS: the name is not known")
                        .log("A gateway's name cannot be looked up; what it had stays");
            }
        });
        return currentTargets();
    }

    /** A name with one address or none is dialled by its name, so that each attempt resolves it. */
    private List<TunnelTarget> currentTargets() {
        Set<TunnelTarget> all = new LinkedHashSet<>();
        for (Address gateway : gateways) {
            String expectedName = serverName == null ? gateway.host() : serverName;
            List<String> resolved = addresses.getOrDefault(gateway.host(), List.of());
            for (String host : resolved.size() > 1 ? resolved : List.of(gateway.host())) {
                all.add(new TunnelTarget(host, gateway.port(), expectedName));
            }
        }
        return List.copyOf(all);
    }

    /** Resolves a name. Blocks. */
    public interface Resolver {

        /** In a stable order, so that a shuffled response of a name server changes nothing. */
        List<String> addresses(String host) throws UnknownHostException;

        /** The system's resolver. Only IPv4 addresses if there are any: a host with both families is one instance, not two. */
        static Resolver ofSystem() {
            return host -> {
                InetAddress[] all = InetAddress.getAllByName(host);
                boolean hasIpv4 = Arrays.stream(all).anyMatch(Inet4Address.class::isInstance);
                return Arrays.stream(all)
                        .filter(address -> !hasIpv4 || address instanceof Inet4Address)
                        .map(InetAddress::getHostAddress)
                        .sorted()
                        .distinct()
                        .toList();
            };
        }
    }
}
