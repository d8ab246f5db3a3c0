package opencmg.mockmp.messaging;

import java.util.HashMap;
import java.util.Map;
import opencmg.mockmp.xml.Element;

/**
 * Hook2 "clientauth" of a message (protocol.md 2.4): the client's signatures over its id and over part 2 as sent.
 *
 * @param clientIdSignature hex, over the client id with a trailing NUL
 * @param payloadSignature hex, over the bytes of part 2
 * @param clientToken {@code GUID:...;time;2}, the alternative form; empty if not used
 * @param clientTokenSignature hex, over the client token with a trailing NUL
 */
public record ClientAuth(
        String clientIdSignature, String payloadSignature, String clientToken, String clientTokenSignature) {

    static ClientAuth of(Element hook) {
        Map<String, String> properties = new HashMap<>();
        hook.children("Property")
                .forEach(property -> properties.put(
                        property.attribute("Name"), property.text().strip()));
        Map<String, String> token = new HashMap<>();
        properties.getOrDefault("Token", "").lines().forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0) {
                token.put(
                        line.substring(0, colon).strip(),
                        line.substring(colon + 1).strip());
            }
        });
        return new ClientAuth(
                properties.getOrDefault("ClientIDSignature", ""),
                properties.getOrDefault("PayloadSignature", ""),
                token.getOrDefault("ClientToken", ""),
                token.getOrDefault("ClientTokenSignature", ""));
    }
}
