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
 * The gateway instances behind the names in the settings. A name with several addresses stands for as many instances and every one is
 * dialled; looked up again each minute, as often as the product checks its connections (protocol.md 1.1). A name that cannot be looked up
 * keeps what it had.
 */
public final class GatewayAddresses {

    private static final Logger log = LoggerFactory.getLogger(GatewayAddresses.class);

    private final BlockingWork offLoop;
    private final List<Address> gateways;
    private final @Nullable String serverName;
    private final Lookup lookup;
    private final Map<String, List<String>> known = new ConcurrentHashMap<>();
    private volatile List<TunnelTarget> targets;

    public GatewayAddresses(BlockingWork offLoop, List<Address> gateways, @Nullable String serverName, Lookup lookup) {
        this.offLoop = offLoop;
        this.gateways = gateways;
        this.serverName = serverName;
        this.lookup = lookup;
        this.targets = targets();
    }

    /** Whom to dial now. Any thread. */
    public List<TunnelTarget> now() {
        return targets;
    }

    /** Looks every name up and tells when that changed whom to dial. */
    public Future<Void> look(Consumer<List<TunnelTarget>> changed) {
        return offLoop.call(this::lookUp)
                .onSuccess(found -> {
                    if (!found.equals(targets)) {
                        targets = found;
                        log.atInfo().addKeyValue("gateways", found).log("The gateways to dial");
                        changed.accept(found);
                    }
                })
                .mapEmpty();
    }

    private List<TunnelTarget> lookUp() {
        gateways.stream().map(Address::host).distinct().forEach(host -> {
            try {
                known.put(host, lookup.addresses(host));
            } catch (UnknownHostException e) {
                log.atWarn()
                        .addKeyValue("gateway", host)
                        .addKeyValue("hop", "tunnel")
                        .addKeyValue("reason", "DNS: the name is not known")
                        .log("A gateway's name cannot be looked up; what it had stays");
            }
        });
        return targets();
    }

    /** One address or none: the name itself is dialled, so that each attempt looks it up. */
    private List<TunnelTarget> targets() {
        Set<TunnelTarget> all = new LinkedHashSet<>();
        for (Address gateway : gateways) {
            String shown = serverName == null ? gateway.host() : serverName;
            List<String> addresses = known.getOrDefault(gateway.host(), List.of());
            for (String host : addresses.size() > 1 ? addresses : List.of(gateway.host())) {
                all.add(new TunnelTarget(host, gateway.port(), shown));
            }
        }
        return List.copyOf(all);
    }

    /** Name to addresses. Blocks. */
    public interface Lookup {

        /** In a stable order, so that a shuffled answer of a name server changes nothing. */
        List<String> addresses(String host) throws UnknownHostException;

        /** The system's resolver; IPv4 where there is any, because a host with both families is one instance and not two. */
        static Lookup ofSystem() {
            return host -> {
                InetAddress[] all = InetAddress.getAllByName(host);
                boolean four = Arrays.stream(all).anyMatch(Inet4Address.class::isInstance);
                return Arrays.stream(all)
                        .filter(address -> !four || address instanceof Inet4Address)
                        .map(InetAddress::getHostAddress)
                        .sorted()
                        .distinct()
                        .toList();
            };
        }
    }
}
