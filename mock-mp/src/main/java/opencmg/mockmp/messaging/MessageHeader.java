package opencmg.mockmp.messaging;

import java.util.Locale;
import java.util.Optional;
import opencmg.mockmp.clientid.SmsId;
import opencmg.mockmp.xml.Element;

/**
 * Part 1 of a message (protocol.md 2.3), as far as a management point acts on it. Ids, times and host names are taken as they are: known clients
 * send constant ids, local times and whole URLs there.
 *
 * @param length uncompressed bytes of the body; -1 if not said
 * @param offset where in the uncompressed part the body begins
 * @param endpoint dispatch key in lower case, for example {@code mp_locationmanager}
 * @param source the sender; empty before registration
 * @param synchronous whether a reply is wanted
 * @param zlib whether part 2 is announced as compressed
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

    /** TargetEndpoint, or else what TargetAddress ends with: {@code mp:[http]MP_PolicyManager}. */
    private static String endpoint(Element msg) {
        String target = msg.textAt("TargetEndpoint");
        String address = msg.textAt("TargetAddress");
        String name = target.isEmpty() ? address.substring(address.lastIndexOf(':') + 1) : target;
        String plain = name.replace("[http]", "").toLowerCase(Locale.ROOT);
        // The name stands in the log, so only what a name can be gets that far.
        return plain.matches("[a-z0-9_.]{1,64}") ? plain : "";
    }

    /** A body of UTF-16 has an even number of bytes, and at least a NUL. */
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
