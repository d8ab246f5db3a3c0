package opencmg.connectionpoint.upstream;

import io.vertx.core.http.HttpClient;
import java.util.function.Supplier;
import opencmg.connectionpoint.traffic.Slots;

/**
 * What the exchanges of one loop work with.
 *
 * @param client with the loop's own pool of connections
 * @param watch of the loop
 * @param slots of the whole connection point
 * @param limits of time
 * @param certificate the choice that is in force
 */
record UpstreamRoom(
        HttpClient client, ExchangeWatch watch, Slots slots, RelayLimits limits, Supplier<OwnCertificate> certificate) {

    OwnCertificate certificates() {
        return certificate.get();
    }
}
