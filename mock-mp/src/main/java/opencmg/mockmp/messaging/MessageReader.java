package opencmg.mockmp.messaging;

import java.util.List;
import opencmg.mockmp.http.BodyMemory;
import opencmg.mockmp.settings.MessageLimits;
import opencmg.mockmp.xml.MalformedXmlException;
import opencmg.mockmp.xml.SafeXml;
import org.jspecify.annotations.Nullable;

/** Parses the bytes of a {@link Message} (protocol.md 2.2). */
public final class MessageReader {

    /** Memory of a text while it is decoded: the bytes, the decoded characters, and the string. */
    private static final int COPIES = 3;

    private final MessageLimits limits;

    public MessageReader(MessageLimits limits) {
        this.limits = limits;
    }

    /**
     * Parses one message.
     *
     * @param contentType Content-Type of the request, for the boundary
     * @param memory the memory of the message is reserved here
     * @throws BadMessageException when the bytes are no valid message or exceed a limit
     */
    public Message read(byte[] bytes, @Nullable String contentType, BodyMemory.Share memory) {
        memory.reserve((long) COPIES * bytes.length);
        List<Multipart.Part> parts = Multipart.parse(bytes, contentType);
        if (parts.size() < 2) {
            throw new BadMessageException("a message has two parts, this one has " + parts.size());
        }
        MessageHeader header = header(Utf16.text(parts.get(0).content()));
        byte[] payload = parts.get(1).content();
        byte[] plain = decompress(header, payload, memory);
        String text = body(header, plain);
        if (!text.stripTrailing().endsWith(">") && hasMoreText(header, plain)) {
            throw new BadMessageException(
                    "Length says " + header.length() + " bytes and cuts the body, which has " + plain.length);
        }
        return new Message(header, payload, text);
    }

    /** Whether text follows the body, not only a line end or padding. */
    private static boolean hasMoreText(MessageHeader header, byte[] plain) {
        for (long i = (long) header.offset() + header.length(); header.length() > 0 && i < plain.length; i++) {
            byte b = plain[(int) i];
            if (b != 0 && b != '\r' && b != '\n') {
                return true;
            }
        }
        return false;
    }

    private static MessageHeader header(String text) {
        try {
            return MessageHeader.of(SafeXml.parse(text));
        } catch (MalformedXmlException e) {
            throw new BadMessageException("part 1: " + e.getMessage());
        }
    }

    /** Decompresses by the first bytes too: one known client compresses without declaring it. */
    private byte[] decompress(MessageHeader header, byte[] payload, BodyMemory.Share memory) {
        if (!header.zlib() && !Zlib.looksLike(payload)) {
            return payload;
        }
        int size = Zlib.inflatedSize(payload, limits.inflatedBytes());
        memory.reserve((long) COPIES * size);
        return Zlib.inflate(payload, size);
    }

    /** Decodes exactly Length bytes; what follows them (two raw bytes 0D 0A, padding, nothing) differs by client and has no meaning. */
    private static String body(MessageHeader header, byte[] plain) {
        if (header.length() < 0) {
            return Utf16.text(plain);
        }
        long end = (long) header.offset() + header.length();
        if (end > plain.length) {
            throw new BadMessageException("Length says " + header.length() + " bytes, there are " + plain.length);
        }
        return Utf16.text(plain, header.offset(), (int) end);
    }
}
