package opencmg.connectionpoint.upstream;

import java.util.function.Supplier;
import opencmg.connectionpoint.http1.Http1Client;
import opencmg.connectionpoint.traffic.Slots;
import opencmg.tunnel.RetryBudget;

/**
 * What the exchanges of one loop work with.
 *
 * @param client with the loop's own pool of connections
 * @param watch of the loop
 * @param slots of the whole connection point
 * @param limits of time
 * @param secondTries of the loop
 * @param certificate the choice that is in force
 */
record UpstreamRoom(
        Http1Client client,
        ExchangeWatch watch,
        Slots slots,
        RelayLimits limits,
        RetryBudget secondTries,
        Supplier<OwnCertificate> certificate) {

    OwnCertificate certificates() {
        return certificate.get();
    }
}
