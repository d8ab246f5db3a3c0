package opencmg.mockmp.registration;

import java.util.Locale;
import java.util.Optional;
import opencmg.mockmp.identity.Caller;
import opencmg.mockmp.messaging.Message;
import opencmg.mockmp.messaging.MessageEndpoint;
import opencmg.mockmp.xml.Element;
import opencmg.mockmp.xml.SafeXml;

/**
 * MP_ClientIdManager: finds the client id of a machine by its SMBIOS id (protocol.md 2.9; the form of the reply is our own). An unknown machine gets an
 * empty id, for example one that boots from media and has not registered.
 */
public final class ClientIdEndpoint implements MessageEndpoint {

    private final Devices devices;

    public ClientIdEndpoint(Devices devices) {
        this.devices = devices;
    }

    @Override
    public Optional<String> handle(Message message, Caller caller) {
        Element request = SafeXml.parse(message.body());
        String smbios = firstValue(request, "SMBIOS", "SMBIOSGUID").toUpperCase(Locale.ROOT);
        String id = devices.findBySmbios(smbios)
                .map(device -> device.id().toString())
                .orElse("");
        return Optional.of(
                "<ClientIDReply SchemaVersion=\"1.00\"><Identification><Machine><ClientID>%s</ClientID></Machine></Identification></ClientIDReply>"
                        .formatted(id));
    }

    private static String firstValue(Element request, String... names) {
        for (String name : names) {
            String value = request.attribute(name).isEmpty() ? request.textAt(name) : request.attribute(name);
            if (!value.isEmpty()) {
                return value.length() > 64 ? "" : value;
            }
        }
        return "";
    }
}
