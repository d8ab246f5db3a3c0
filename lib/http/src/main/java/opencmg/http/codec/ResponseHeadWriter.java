package opencmg.http.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.vertx.core.MultiMap;
import java.util.function.BiConsumer;
import opencmg.http.Framing;

/** Puts heads of answers into bytes. The fields that frame a body or the connection are written from numbers here and are never among the others. */
public final class ResponseHeadWriter {

    private static final byte[] VERSION = HeadBuffer.ascii("HTTP/1.1 ");
    private static final byte[] LENGTH = HeadBuffer.ascii("content-length: ");
    private static final byte[] CHUNKED = HeadBuffer.ascii("transfer-encoding: chunked\r\n");
    private static final byte[] CLOSE = HeadBuffer.ascii("connection: close\r\n");
    private static final byte[] KEEP = HeadBuffer.ascii("connection: keep-alive\r\n");

    private final HeadBuffer bytes;
    private final BiConsumer<String, String> field;

    public ResponseHeadWriter(Octets octets) {
        this.bytes = new HeadBuffer(octets);
        this.field = bytes::field;
    }

    /**
     * The bytes of a head, to be released by whoever sends them.
     *
     * @param length of the body, {@link Framing#CHUNKED} or {@link Framing#UNSAID}
     * @param room for as many bytes more
     * @throws opencmg.http.UnwritableHeadException when there is a character in it that HTTP/1.1 does not allow
     */
    public ByteBuf head(
            int status,
            String phrase,
            MultiMap fields,
            long length,
            Ending ending,
            int room,
            ByteBufAllocator buffers) {
        bytes.begin();
        bytes.bytes(VERSION);
        bytes.text(Integer.toString(status), Octets.TOKEN);
        bytes.octet(' ');
        if (!phrase.isEmpty()) {
            bytes.text(phrase, Octets.VALUE);
        }
        bytes.lineEnd();
        fields.forEach(field);
        if (length >= 0) {
            bytes.bytes(LENGTH);
            bytes.text(Long.toString(length), Octets.TOKEN);
            bytes.lineEnd();
        } else if (length == Framing.CHUNKED) {
            bytes.bytes(CHUNKED);
        }
        switch (ending) {
            case CLOSES -> bytes.bytes(CLOSE);
            case KEEPS_AND_SAYS_SO -> bytes.bytes(KEEP);
            case KEEPS -> {}
        }
        bytes.lineEnd();
        ByteBuf out = buffers.directBuffer(bytes.length() + room);
        bytes.writeTo(out);
        return out;
    }

    /** What becomes of the connection behind an answer. */
    public enum Ending {
        KEEPS,
        /** A client of HTTP/1.0 would not know it otherwise. */
        KEEPS_AND_SAYS_SO,
        CLOSES
    }
}
