package opencmg.connectionpoint.relay;

import java.util.function.Supplier;
import opencmg.connectionpoint.traffic.InFlightSlots;
import opencmg.http.client.Http1Client;
import opencmg.settings.RetryBudget;

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
record RelayContext(
        Http1Client client,
        ExchangeTimeouts watch,
        InFlightSlots slots,
        RelayLimits limits,
        RetryBudget secondTries,
        Supplier<SelectedCertificate> certificate) {

    SelectedCertificate certificates() {
        return certificate.get();
    }
}
