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

/** Dispatches a message to the endpoint that the message names; the URL does not matter (protocol.md 2.1). Blocking. */
public final class MessageDispatcher {

    private static final Logger log = LoggerFactory.getLogger(MessageDispatcher.class);

    private final MessageReader reader;
    private final BodyMemory memory;
    private final ReplyWriter writer;
    private final Map<String, MessageEndpoint> endpoints = new TreeMap<>();

    /**
     * Creates a dispatcher.
     *
     * @param endpoints by name; names are case-insensitive
     */
    public MessageDispatcher(
            MessageReader reader, BodyMemory memory, ReplyWriter writer, Map<String, MessageEndpoint> endpoints) {
        this.reader = reader;
        this.memory = memory;
        this.writer = writer;
        endpoints.forEach((name, endpoint) -> this.endpoints.put(name.toLowerCase(Locale.ROOT), endpoint));
    }

    /**
     * Handles one message.
     *
     * @return body of the HTTP response; empty where the product sends none
     * @throws BadMessageException when the bytes are no valid message
     */
    public byte[] handle(byte[] bytes, @Nullable String contentType, Caller caller) {
        try (BodyMemory.Share share = memory.share()) {
            return handle(reader.read(bytes, contentType, share), caller);
        }
    }

    private byte[] handle(Message message, Caller caller) {
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
            return endpoint.handle(message, caller);
        } catch (MalformedXmlException e) {
            throw new BadMessageException("part 2: " + e.getMessage());
        }
    }
}
