package opencmg.connectionpoint.dial;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import opencmg.connectionpoint.site.BlockingWork;
import opencmg.settings.Address;
import opencmg.tunnel.TunnelTarget;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GatewayAddressesTest {

    private final Vertx vertx = Vertx.vertx();
    private final Map<String, List<String>> names = new ConcurrentHashMap<>();
    private final List<List<TunnelTarget>> changes = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        await(vertx.close());
    }

    private GatewayAddresses gateways(@Nullable String serverName, String... addresses) {
        List<Address> all = new ArrayList<>();
        for (String address : addresses) {
            all.add(Address.parse(address));
        }
        return new GatewayAddresses(new BlockingWork(vertx), all, serverName, host -> {
            List<String> found = names.get(host);
            if (found == null) {
                throw new UnknownHostException(host);
            }
            return found;
        });
    }

    @Test
    void dialsEveryAddressOfANameAndExpectsTheNameInItsCertificate() throws Exception {
        names.put("gw.example", List.of("10.0.0.1", "10.0.0.2"));
        GatewayAddresses gateways = gateways(null, "gw.example:10140");
        assertThat(gateways.targets()).containsExactly(new TunnelTarget("gw.example", 10140, "gw.example"));

        await(gateways.resolve(changes::add));

        assertThat(gateways.targets())
                .containsExactly(
                        new TunnelTarget("10.0.0.1", 10140, "gw.example"),
                        new TunnelTarget("10.0.0.2", 10140, "gw.example"));
        assertThat(changes).containsExactly(gateways.targets());
    }

    @Test
    void dialsANameWithOneAddressByItsName() throws Exception {
        names.put("gw.example", List.of("10.0.0.1"));
        GatewayAddresses gateways = gateways("tunnel.lab", "gw.example:10140");

        await(gateways.resolve(changes::add));

        assertThat(gateways.targets()).containsExactly(new TunnelTarget("gw.example", 10140, "tunnel.lab"));
        assertThat(changes).isEmpty();
    }

    @Test
    void followsAddressChangesButKeepsAddressesWhileResolvingFails() throws Exception {
        names.put("gw.example", List.of("10.0.0.1", "10.0.0.2"));
        GatewayAddresses gateways = gateways(null, "gw.example:10140");
        await(gateways.resolve(changes::add));

        names.put("gw.example", List.of("10.0.0.2", "10.0.0.3"));
        await(gateways.resolve(changes::add));
        assertThat(gateways.targets()).extracting(TunnelTarget::host).containsExactly("10.0.0.2", "10.0.0.3");

        names.clear();
        await(gateways.resolve(changes::add));
        assertThat(gateways.targets()).extracting(TunnelTarget::host).containsExactly("10.0.0.2", "10.0.0.3");
        assertThat(changes).hasSize(2);
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
}
