package opencmg.tunnel.http2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameTypes;
import io.netty.handler.codec.http2.Http2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes frames (RFC 9113 4.1 and 6) one after another into one buffer, which goes to TLS as one write when the event-loop turn is flushed. Only DATA that is
 * too large to copy is a write of its own. Netty's writer makes two buffers, writes and promises for each frame, which TLS then copies together:
 * 20.8 % of the gateway's samples instead of 19.1 %, and 33.1 % of the connection point's instead of 28.6 %.
 */
@SuppressWarnings("FutureReturnValueIgnored")
final class Http2FrameWriter {

    private static final Logger log = LoggerFactory.getLogger(Http2FrameWriter.class);

    static final int END_STREAM = 0x1;

    /** DATA up to this many bytes is copied into the common buffer. */
    static final int MAX_COPIED = 4 << 10;

    /** Acknowledgements that may wait for a peer that does not read. */
    private static final int MAX_UNREAD_ACKS = 1000;

    /** Bytes that may wait for a peer that does not read; bodies stop long before, heads of exchanges do not. */
    private static final int MAX_UNREAD_BYTES = 16 << 20;

    private static final int ACK = 0x1;
    private static final int END_HEADERS = 0x4;
    private static final int FRAME_HEADER = 9;

    /** One TLS record: a larger buffer would be split again. */
    private static final int BUFFER_SIZE = 16 << 10;

    /** Enough for nearly every header block; the buffer grows for a larger one. */
    private static final int USUAL_HEADER_BLOCK = 2 << 10;

    private static final int TABLE_SIZE_HINT = 64;
    private static final int NO_HUFFMAN = Integer.MAX_VALUE;
    /** Bytes of the HPACK table that this end uses, even if the peer offers more. */
    private static final long MAX_HEADER_TABLE = 4096;

    private static final Set<AsciiString> NEVER_INDEXED = Stream.of(
                    ":path",
                    "authorization",
                    "cookie",
                    "set-cookie",
                    "client-cert",
                    "x-opencmg-request-id",
                    "x-opencmg-client-subject",
                    "x-opencmg-client-device",
                    "content-length",
                    "date",
                    "etag",
                    "last-modified",
                    "range",
                    "content-range")
            .map(AsciiString::cached)
            .collect(Collectors.toUnmodifiableSet());

    private final Http2HeadersEncoder hpack = newHpackEncoder();
    private @Nullable ChannelHandlerContext context;
    private int maxFrameSize = Http2CodecUtil.DEFAULT_MAX_FRAME_SIZE;
    private @Nullable ByteBuf buffer;
    private int frameStart;
    private List<Runnable> onSent = new ArrayList<>(); // for what is in the buffer
    private boolean unflushed;
    private int unreadAcks; // an upper bound: reset when the peer has read

    /**
     * How HPACK (RFC 7541) is used: fields that are the same in every exchange go into the dynamic table; fields that differ each time or are secret never
     * do. A request id in the table would push everything else out of its 4 KiB, and a secret in it could be guessed (RFC 7541 7.1.3). No Huffman coding:
     * for tokens it costs more time than the saved bytes are worth.
     */
    static Http2HeadersEncoder newHpackEncoder() {
        return new DefaultHttp2HeadersEncoder(
                (name, value) -> NEVER_INDEXED.contains(AsciiString.of(name)), true, TABLE_SIZE_HINT, NO_HUFFMAN);
    }

    /** Sets where frames are written to. */
    void attach(ChannelHandlerContext to) {
        context = to;
    }

    private ChannelHandlerContext context() {
        return Objects.requireNonNull(context, "not in a pipeline yet");
    }

    // ------------------------------------------------------------------ the peer's limits

    /** Payload bytes that the peer accepts in one frame. */
    int maxFrameSize() {
        return maxFrameSize;
    }

    void maxFrameSize(int bytes) {
        maxFrameSize = bytes;
    }

    void maxHeaderTableSize(long bytes) throws Http2Exception {
        hpack.configuration().maxHeaderTableSize(Math.min(bytes, MAX_HEADER_TABLE));
    }

    // ------------------------------------------------------------------ frames of streams

    void headers(int stream, HeaderList list, boolean end) {
        ByteBuf to = begin(USUAL_HEADER_BLOCK);
        try {
            hpack.encodeHeaders(stream, list, to);
        } catch (Http2Exception e) {
            throw new IllegalStateException(
                    "only a limit on header lists could be the cause, and this encoder has none", e);
        }
        int flags = end ? END_STREAM : 0;
        if (to.writerIndex() - frameStart - FRAME_HEADER > maxFrameSize) {
            splitHeaderBlock(to, stream, flags);
        } else {
            end(Http2FrameTypes.HEADERS, flags | END_HEADERS, stream);
        }
    }

    /** Splits a header block that is larger than the peer's maximum frame size into HEADERS and CONTINUATION (RFC 9113 6.10). */
    private void splitHeaderBlock(ByteBuf to, int stream, int flagsOfFirst) {
        int blockStart = frameStart + FRAME_HEADER;
        ByteBuf block = to.copy(blockStart, to.writerIndex() - blockStart);
        try {
            to.writerIndex(blockStart);
            byte type = Http2FrameTypes.HEADERS;
            int flags = flagsOfFirst;
            while (true) {
                to.writeBytes(block, Math.min(block.readableBytes(), maxFrameSize));
                if (!block.isReadable()) {
                    end(type, flags | END_HEADERS, stream);
                    return;
                }
                end(type, flags, stream);
                frameStart = to.writerIndex();
                to.writeZero(FRAME_HEADER);
                type = Http2FrameTypes.CONTINUATION;
                flags = 0;
            }
        } finally {
            block.release();
        }
    }

    /** Writes DATA without copying it and takes ownership of it; {@code whenSent} runs once it is in the socket. */
    void data(int stream, ByteBuf bytes, boolean end, @Nullable Runnable whenSent) {
        if (buffer == null) {
            buffer = context().alloc().buffer(FRAME_HEADER); // only the frame header goes into it
        }
        ByteBuf to = begin(0);
        to.setMedium(frameStart, bytes.readableBytes());
        frameHeader(to, Http2FrameTypes.DATA, end ? END_STREAM : 0, stream);
        writeBuffer();
        unflushed = true;
        var written = context().write(bytes);
        if (whenSent != null) {
            written.addListener(done -> {
                if (done.isSuccess()) {
                    whenSent.run();
                }
            });
        }
    }

    void windowUpdate(int stream, int increment) {
        begin(Integer.BYTES).writeInt(increment);
        end(Http2FrameTypes.WINDOW_UPDATE, 0, stream);
    }

    void reset(int stream, Http2Error error) {
        begin(Integer.BYTES).writeInt((int) error.code());
        end(Http2FrameTypes.RST_STREAM, 0, stream);
    }

    // ------------------------------------------------------------------ frames of the connection

    /** The connection preface of an HTTP/2 client (RFC 9113 3.4); SETTINGS must follow. */
    void preface() {
        reserve(Http2CodecUtil.connectionPrefaceBuf().readableBytes())
                .writeBytes(Http2CodecUtil.connectionPrefaceBuf());
    }

    void settings(Http2Settings settings) {
        ByteBuf to = begin(Http2CodecUtil.SETTING_ENTRY_LENGTH * settings.size());
        settings.forEach((id, value) -> to.writeShort(id).writeInt(value.intValue()));
        end(Http2FrameTypes.SETTINGS, 0, 0);
    }

    void settingsAck() {
        var unused = begin(0);
        end(Http2FrameTypes.SETTINGS, ACK, 0);
        unreadAcks++;
    }

    void ping(boolean ack, long data) {
        begin(Long.BYTES).writeLong(data);
        end(Http2FrameTypes.PING, ack ? ACK : 0, 0);
        unreadAcks += ack ? 1 : 0;
    }

    void goAway(int lastStream, Http2Error error, String text) {
        byte[] debugData = text.getBytes(StandardCharsets.UTF_8);
        begin(2 * Integer.BYTES + debugData.length)
                .writeInt(lastStream)
                .writeInt((int) error.code())
                .writeBytes(debugData);
        end(Http2FrameTypes.GO_AWAY, 0, 0);
    }

    // ------------------------------------------------------------------ the buffer

    /** Begins a frame with room for that many payload bytes. The payload is what is written to the returned buffer until {@link #end}. */
    ByteBuf begin(int payload) {
        ByteBuf to = reserve(FRAME_HEADER + payload);
        frameStart = to.writerIndex();
        return to.writeZero(FRAME_HEADER);
    }

    void end(byte type, int flags, int stream) {
        ByteBuf to = reserve(0);
        to.setMedium(frameStart, to.writerIndex() - frameStart - FRAME_HEADER);
        frameHeader(to, type, flags, stream);
    }

    private void frameHeader(ByteBuf to, byte type, int flags, int stream) {
        to.setByte(frameStart + 3, type);
        to.setByte(frameStart + 4, flags);
        to.setInt(frameStart + 5, stream);
    }

    /** Registers a callback for when the current frame is in the socket. It never runs if the connection is lost first. */
    void onSent(Runnable callback) {
        onSent.add(callback);
    }

    private ByteBuf reserve(int bytes) {
        if (buffer != null && buffer.writableBytes() < bytes) {
            writeBuffer();
        }
        if (buffer == null) {
            buffer = context().alloc().buffer(Math.max(BUFFER_SIZE, bytes));
        }
        return buffer;
    }

    /** Passes the buffer to the next handler. */
    private void writeBuffer() {
        ByteBuf full = buffer;
        if (full == null) {
            return;
        }
        buffer = null;
        unflushed = true;
        if (onSent.isEmpty()) {
            context().write(full);
            return;
        }
        List<Runnable> callbacks = onSent;
        onSent = new ArrayList<>();
        context().write(full).addListener(done -> {
            if (done.isSuccess()) {
                callbacks.forEach(Http2FrameWriter::run);
            }
        });
    }

    private static void run(Runnable callback) {
        try {
            callback.run();
        } catch (RuntimeException e) {
            log.atError().setCause(e).log("A body could not be continued"); // the other callbacks must still run
        }
    }

    /** Writes and flushes everything. */
    void flush() {
        writeBuffer();
        if (unflushed) {
            unflushed = false;
            context().flush();
        }
    }

    /** Liveness does not notice a peer that sends but does not read. Why it must be cut off, or null. Call it after a flush. */
    @Nullable
    String unread() {
        Channel channel = context().channel();
        if (channel.isWritable()) {
            unreadAcks = 0;
            return null;
        }
        if (unreadAcks > MAX_UNREAD_ACKS) {
            return "the other end does not read: more than " + MAX_UNREAD_ACKS + " acknowledgements wait for it";
        }
        return channel.isActive() && channel.bytesBeforeWritable() > MAX_UNREAD_BYTES
                ? "the other end does not read: more than " + (MAX_UNREAD_BYTES >> 20) + " MiB wait for it"
                : null;
    }

    /** The connection is lost: drops what was not written. */
    void close() {
        onSent.clear();
        if (buffer != null) {
            buffer.release();
            buffer = null;
        }
    }
}
