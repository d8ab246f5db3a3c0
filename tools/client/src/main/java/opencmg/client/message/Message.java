package opencmg.client.message;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.UUID;

/**
 * A message to an endpoint of a management point (protocol.md 2.3).
 *
 * @param id unique id of the message
 * @param endpoint the destination endpoint, for example {@code MP_ClientRegistration}
 * @param target the management point as the client addresses it, with gateway and role id
 * @param sourceId {@code GUID:...}, empty before registration
 * @param sourceHost name of this computer
 * @param sent time of sending
 * @param body XML
 */
public record Message(
        UUID id, String endpoint, String target, String sourceId, String sourceHost, Instant sent, String body) {

    /** The id in braces and upper case, as in messages and logs. */
    public String bracedId() {
        return "{" + id.toString().toUpperCase(Locale.ROOT) + "}";
    }

    String header(int bodyLength, String hooks, String replyMode) {
        return """
            <Msg ReplyCompression="zlib" SchemaVersion="1.1">\
            <Body Type="ByteRange" Length="%d" Offset="0"/>\
            <CorrelationID>{00000000-0000-0000-0000-000000000000}</CorrelationID>\
            <Hooks>%s</Hooks>\
            <ID>%s</ID>\
            <Payload Type="inline"/>\
            <Priority>0</Priority>\
            <Protocol>http</Protocol>\
            <ReplyMode>%s</ReplyMode>\
            <ReplyTo>direct:%s:SccmMessaging</ReplyTo>\
            <SentTime>%s</SentTime>\
            <SourceID>%s</SourceID>\
            <SourceHost>%s</SourceHost>\
            <TargetAddress>mp:%s</TargetAddress>\
            <TargetEndpoint>%s</TargetEndpoint>\
            <TargetHost>%s</TargetHost>\
            <Timeout>60000</Timeout>\
            </Msg>\
            """.formatted(
                        bodyLength,
                        hooks,
                        bracedId(),
                        replyMode,
                        Xml.escape(sourceHost),
                        sent.truncatedTo(ChronoUnit.SECONDS),
                        Xml.escape(sourceId),
                        Xml.escape(sourceHost),
                        endpoint,
                        endpoint,
                        Xml.escape(target));
    }
}
