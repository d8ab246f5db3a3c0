package opencmg.mockmp.messaging;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import opencmg.mockmp.http.BodyMemory;
import opencmg.mockmp.identity.Caller;
import opencmg.mockmp.xml.MalformedXmlException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes a message to the endpoint that it names: the message decides, not the URL (protocol.md 2.1). Blocking. */
public final class MessageDispatcher {

    private static final Logger log = LoggerFactory.getLogger(MessageDispatcher.class);

    private final MessageReader reader;
    private final BodyMemory memory;
    private final ReplyWriter writer;
    private final Map<String, MessageEndpoint> endpoints = new TreeMap<>();

    /**
     * Wires the endpoints.
     *
     * @param endpoints by name; the case of names does not matter
     */
    public MessageDispatcher(
            MessageReader reader, BodyMemory memory, ReplyWriter writer, Map<String, MessageEndpoint> endpoints) {
        this.reader = reader;
        this.memory = memory;
        this.writer = writer;
        endpoints.forEach((name, endpoint) -> this.endpoints.put(name.toLowerCase(Locale.ROOT), endpoint));
    }

    /**
     * Answers one message.
     *
     * @return the whole body of the HTTP answer; empty where the product answers with none
     * @throws BadMessageException when the bytes cannot be understood
     */
    public byte[] answer(byte[] bytes, @Nullable String contentType, Caller caller) {
        try (BodyMemory.Share share = memory.share()) {
            return answer(reader.read(bytes, contentType, share), caller);
        }
    }

    private byte[] answer(Message message, Caller caller) {
        MessageEndpoint endpoint = endpoints.get(message.header().endpoint());
        if (endpoint == null) {
            log.atInfo()
                    .addKeyValue("request", caller.request())
                    .addKeyValue("endpoint", message.header().endpoint())
                    .log("message for an endpoint that is not here");
            return new byte[0];
        }
        Optional<String> reply = reply(endpoint, message, caller);
        log.atInfo()
                .addKeyValue("request", caller.request())
                .addKeyValue("endpoint", message.header().endpoint())
                .addKeyValue(
                        "client",
                        message.header().source().map(Object::toString).orElse(""))
                .addKeyValue("replied", reply.isPresent())
                .log("message handled");
        return message.header().synchronous()
                ? reply.map(xml -> writer.write(message.header(), xml)).orElse(new byte[0])
                : new byte[0];
    }

    private static Optional<String> reply(MessageEndpoint endpoint, Message message, Caller caller) {
        try {
            return endpoint.answer(message, caller);
        } catch (MalformedXmlException e) {
            throw new BadMessageException("part 2: " + e.getMessage());
        }
    }
}
