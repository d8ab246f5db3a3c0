package opencmg.mockmp.registration;

import java.util.Locale;
import java.util.Optional;
import opencmg.mockmp.identity.Caller;
import opencmg.mockmp.messaging.Message;
import opencmg.mockmp.messaging.MessageEndpoint;
import opencmg.mockmp.xml.Element;
import opencmg.mockmp.xml.SafeXml;

/**
 * MP_ClientIdManager: which client a machine is, by its SMBIOS id (protocol.md 2.9; the form of the reply is our own). Unknown machines get an empty
 * id, as a machine that starts from media does before it registers.
 */
public final class ClientIdEndpoint implements MessageEndpoint {

    private final Devices devices;

    public ClientIdEndpoint(Devices devices) {
        this.devices = devices;
    }

    @Override
    public Optional<String> answer(Message message, Caller caller) {
        Element request = SafeXml.parse(message.body());
        String smbios = firstOf(request, "SMBIOS", "SMBIOSGUID").toUpperCase(Locale.ROOT);
        String id = devices.findBySmbios(smbios)
                .map(device -> device.id().toString())
                .orElse("");
        return Optional.of(
                "<ClientIDReply SchemaVersion=\"1.00\"><Identification><Machine><ClientID>%s</ClientID></Machine></Identification></ClientIDReply>"
                        .formatted(id));
    }

    private static String firstOf(Element request, String... names) {
        for (String name : names) {
            String value = request.attribute(name).isEmpty() ? request.textAt(name) : request.attribute(name);
            if (!value.isEmpty()) {
                return value.length() > 64 ? "" : value;
            }
        }
        return "";
    }
}
