package opencmg.mockmp.messaging;

import java.util.Locale;
import java.util.Optional;
import opencmg.mockmp.clientid.SmsId;
import opencmg.mockmp.xml.Element;

/**
 * Part 1 of a message (protocol.md 2.3): the fields that a management point uses. Ids, times and host names are not validated: known clients send
 * constant ids, local times and whole URLs there.
 *
 * @param length uncompressed bytes of the body; -1 if absent
 * @param offset where the body begins in the uncompressed part
 * @param endpoint name of the target endpoint in lower case, for example {@code mp_locationmanager}
 * @param source id of the sender; empty before registration
 * @param synchronous whether the sender expects a reply
 * @param zlib whether part 2 is declared as compressed
 * @param zlibReply whether the reply may be compressed
 */
public record MessageHeader(
        String id,
        int length,
        int offset,
        String endpoint,
        Optional<SmsId> source,
        String sourceHost,
        String replyTo,
        String priority,
        boolean synchronous,
        boolean zlib,
        boolean zlibReply,
        Optional<ClientAuth> clientAuth) {

    static MessageHeader of(Element msg) {
        if (!msg.name().equals("Msg")) {
            throw new BadMessageException("part 1 is '" + msg.name() + "', not Msg");
        }
        Optional<Element> hooks = msg.child("Hooks");
        return new MessageHeader(
                msg.textAt("ID"),
                length(msg.at("Body").map(body -> body.attribute("Length")).orElse("")),
                offset(msg.at("Body").map(body -> body.attribute("Offset")).orElse("")),
                endpoint(msg),
                SmsId.parse(msg.textAt("SourceID")),
                msg.textAt("SourceHost"),
                msg.textAt("ReplyTo"),
                msg.textAt("Priority"),
                !msg.textAt("ReplyMode").equalsIgnoreCase("ASync"),
                hooks.stream().flatMap(h -> h.children("Hook3")).anyMatch(h -> h.attribute("Name")
                        .equals("zlib-compress")),
                !msg.attribute("ReplyCompression").equals("none"),
                hooks.stream()
                        .flatMap(h -> h.children("Hook2"))
                        .filter(h -> h.attribute("Name").equals("clientauth"))
                        .findFirst()
                        .map(ClientAuth::of));
    }

    /** TargetEndpoint, or else the end of TargetAddress, for example {@code mp:[http]MP_PolicyManager}. */
    private static String endpoint(Element msg) {
        String target = msg.textAt("TargetEndpoint");
        String address = msg.textAt("TargetAddress");
        String name = target.isEmpty() ? address.substring(address.lastIndexOf(':') + 1) : target;
        String plain = name.replace("[http]", "").toLowerCase(Locale.ROOT);
        // The name is logged, so anything that is no name is dropped.
        return plain.matches("[a-z0-9_.]{1,64}") ? plain : "";
    }

    /** A body in UTF-16 has an even number of bytes, at least the two of a NUL. */
    private static int length(String text) {
        if (text.isEmpty()) {
            return -1;
        }
        if (!text.matches("[0-9]{1,9}") || text.matches("0+")) {
            throw new BadMessageException("Length is '" + text + "', not a number of bytes from 2 to 999999998");
        }
        int length = Integer.parseInt(text);
        if (length % 2 != 0) {
            throw new BadMessageException("Length is " + length + ", odd, and the body is UTF-16");
        }
        return length;
    }

    private static int offset(String text) {
        if (!text.matches("[0-9]{0,9}")) {
            throw new BadMessageException("Offset is '" + text + "', not a number of bytes from 0 to 999999999");
        }
        return text.isEmpty() ? 0 : Integer.parseInt(text);
    }
}
