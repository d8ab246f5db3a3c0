package opencmg.mockmp.reports;

import java.util.List;
import java.util.Optional;
import opencmg.mockmp.identity.Caller;
import opencmg.mockmp.messaging.Message;
import opencmg.mockmp.messaging.MessageEndpoint;
import opencmg.mockmp.registration.ClientSignatures;
import opencmg.mockmp.registration.Device;
import opencmg.mockmp.xml.SafeXml;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stores the reports of registered clients: heartbeat, inventories, status, state (protocol.md 2.10). There is no reply. */
public final class ReportEndpoint implements MessageEndpoint {

    /** Names of the endpoints for reports. */
    public static final List<String> NAMES =
            List.of("MP_DdrEndpoint", "MP_HinvEndpoint", "MP_SinvEndpoint", "MP_StatusReceiver", "MP_RelayEndpoint");

    private static final Logger log = LoggerFactory.getLogger(ReportEndpoint.class);

    private final ReceivedMessages received;
    private final ClientSignatures signatures;

    public ReportEndpoint(ReceivedMessages received, ClientSignatures signatures) {
        this.received = received;
        this.signatures = signatures;
    }

    @Override
    public Optional<String> handle(Message message, Caller caller) {
        Optional<Device> device = signatures.signer(message);
        if (device.isPresent()) {
            received.add(message, SafeXml.check(message.body()), device.get().id(), caller.request());
        } else {
            log.atWarn()
                    .addKeyValue("request", caller.request())
                    .log("report refused: no registered client signed for it");
        }
        return Optional.empty();
    }
}
