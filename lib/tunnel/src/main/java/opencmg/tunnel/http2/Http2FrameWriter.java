package opencmg.tunnel.http2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameTypes;
import io.netty.handler.codec.http2.Http2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Settings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes frames (RFC 9113 4.1 and 6) behind each other into one buffer, which goes to TLS as one write when the turn of the loop flushes; only DATA that is not
 * worth copying is a write of its own, behind what waits. Netty's writer makes two buffers, writes and promises of each frame, and TLS then copies them
 * together: 19.1 in place of 20.8 % of the gateway's samples, 28.6 of 33.1 % of the connection point's.
 */
@SuppressWarnings("FutureReturnValueIgnored")
final class Http2FrameWriter {

    private static final Logger log = LoggerFactory.getLogger(Http2FrameWriter.class);

    static final int END_STREAM = 0x1;

    /** Bytes of DATA up to which they are worth copying. */
    static final int SMALL = 4 << 10;

    private static final int ACK = 0x1;
    private static final int END_HEADERS = 0x4;

    /** Of one TLS record: what is beyond it would be cut up again. */
    private static final int ROOM = 16 << 10;

    /** What a head usually needs at most; the buffer grows for a larger one. */
    private static final int USUAL_HEAD = 2 << 10;

    private static final int FRAME_HEADER = 9;

    private final Http2HeadersEncoder compression;
    private @Nullable ChannelHandlerContext ctx;
    private int longest = Http2CodecUtil.DEFAULT_MAX_FRAME_SIZE;
    private @Nullable ByteBuf waiting;
    private int frame;
    private List<Runnable> whenSent = new ArrayList<>(); // of what waits
    private boolean unflushed;

    Http2FrameWriter(Http2HeadersEncoder compression) {
        this.compression = compression;
    }

    /** Where they go from now on. */
    void to(ChannelHandlerContext context) {
        ctx = context;
    }

    private ChannelHandlerContext ctx() {
        return Objects.requireNonNull(ctx, "not in a pipeline yet");
    }

    /** Bytes that the other end takes in one frame. */
    int longest() {
        return longest;
    }

    void longest(int bytes) {
        longest = bytes;
    }

    // ------------------------------------------------------------------ frames of streams

    void headers(int stream, HeaderList list, boolean end) {
        ByteBuf to = begin(USUAL_HEAD);
        try {
            compression.encodeHeaders(stream, list, to);
        } catch (Http2Exception e) {
            throw new IllegalStateException(
                    "only a limit on header lists could be the cause, and this encoder has none", e);
        }
        int flags = end ? END_STREAM : 0;
        if (to.writerIndex() - frame - FRAME_HEADER > longest) {
            continued(to, stream, flags);
        } else {
            end(Http2FrameTypes.HEADERS, flags | END_HEADERS, stream);
        }
    }

    /** Cuts a block that is longer than the other end takes into HEADERS and CONTINUATION (RFC 9113 6.10). */
    private void continued(ByteBuf to, int stream, int flagsOfFirst) {
        int block = frame + FRAME_HEADER;
        ByteBuf copy = to.copy(block, to.writerIndex() - block);
        try {
            to.writerIndex(block);
            byte type = Http2FrameTypes.HEADERS;
            int flags = flagsOfFirst;
            while (true) {
                to.writeBytes(copy, Math.min(copy.readableBytes(), longest));
                if (!copy.isReadable()) {
                    end(type, flags | END_HEADERS, stream);
                    return;
                }
                end(type, flags, stream);
                frame = to.writerIndex();
                to.writeZero(FRAME_HEADER);
                type = Http2FrameTypes.CONTINUATION;
                flags = 0;
            }
        } finally {
            copy.release();
        }
    }

    /** DATA that is not worth copying. Takes the bytes over; {@code sent} is called when they are in the socket. */
    void data(int stream, ByteBuf bytes, boolean end, @Nullable Runnable sent) {
        if (waiting == null) {
            waiting = ctx().alloc().buffer(FRAME_HEADER); // nothing but this goes into it
        }
        ByteBuf to = begin(0);
        to.setMedium(frame, bytes.readableBytes());
        header(to, Http2FrameTypes.DATA, end ? END_STREAM : 0, stream);
        writeOut();
        unflushed = true;
        var written = ctx().write(bytes);
        if (sent != null) {
            written.addListener(done -> {
                if (done.isSuccess()) {
                    sent.run();
                }
            });
        }
    }

    void windowUpdate(int stream, int more) {
        begin(Integer.BYTES).writeInt(more);
        end(Http2FrameTypes.WINDOW_UPDATE, 0, stream);
    }

    void reset(int stream, Http2Error error) {
        begin(Integer.BYTES).writeInt((int) error.code());
        end(Http2FrameTypes.RST_STREAM, 0, stream);
    }

    // ------------------------------------------------------------------ frames of the connection

    /** What an HTTP/2 client begins with (RFC 9113 3.4); SETTINGS must follow. */
    void preface() {
        room(Http2CodecUtil.connectionPrefaceBuf().readableBytes()).writeBytes(Http2CodecUtil.connectionPrefaceBuf());
    }

    void settings(Http2Settings settings) {
        ByteBuf to = begin(Http2CodecUtil.SETTING_ENTRY_LENGTH * settings.size());
        settings.forEach((id, value) -> to.writeShort(id).writeInt(value.intValue()));
        end(Http2FrameTypes.SETTINGS, 0, 0);
    }

    void settingsAck() {
        var unused = begin(0);
        end(Http2FrameTypes.SETTINGS, ACK, 0);
    }

    void ping(boolean ack, long data) {
        begin(Long.BYTES).writeLong(data);
        end(Http2FrameTypes.PING, ack ? ACK : 0, 0);
    }

    void goAway(int lastStream, Http2Error error, String text) {
        byte[] detail = text.getBytes(StandardCharsets.UTF_8);
        begin(2 * Integer.BYTES + detail.length)
                .writeInt(lastStream)
                .writeInt((int) error.code())
                .writeBytes(detail);
        end(Http2FrameTypes.GO_AWAY, 0, 0);
    }

    // ------------------------------------------------------------------ the buffer

    /** Begins a frame, whose payload is what is written into the buffer until {@link #end}; that many bytes are to spare. */
    ByteBuf begin(int payload) {
        ByteBuf to = room(FRAME_HEADER + payload);
        frame = to.writerIndex();
        return to.writeZero(FRAME_HEADER);
    }

    void end(byte type, int flags, int stream) {
        ByteBuf to = room(0);
        to.setMedium(frame, to.writerIndex() - frame - FRAME_HEADER);
        header(to, type, flags, stream);
    }

    private void header(ByteBuf to, byte type, int flags, int stream) {
        to.setByte(frame + 3, type);
        to.setByte(frame + 4, flags);
        to.setInt(frame + 5, stream);
    }

    /** Called when the frame that is begun is in the socket, and never when the connection ends before. */
    void whenSent(Runnable sent) {
        whenSent.add(sent);
    }

    private ByteBuf room(int bytes) {
        if (waiting != null && waiting.writableBytes() < bytes) {
            writeOut();
        }
        if (waiting == null) {
            waiting = ctx().alloc().buffer(Math.max(ROOM, bytes));
        }
        return waiting;
    }

    /** Hands what waits to the next handler. */
    private void writeOut() {
        ByteBuf written = waiting;
        if (written == null) {
            return;
        }
        waiting = null;
        unflushed = true;
        if (whenSent.isEmpty()) {
            ctx().write(written);
            return;
        }
        List<Runnable> told = whenSent;
        whenSent = new ArrayList<>();
        ctx().write(written).addListener(done -> {
            if (done.isSuccess()) {
                told.forEach(Http2FrameWriter::tell);
            }
        });
    }

    private static void tell(Runnable sent) {
        try {
            sent.run();
        } catch (RuntimeException e) {
            log.atError().setCause(e).log("A body could not be gone on with"); // the others must hear of theirs
        }
    }

    /** Everything that is written goes to the socket. */
    void flush() {
        writeOut();
        if (unflushed) {
            unflushed = false;
            ctx().flush();
        }
    }

    /** The connection is gone, and with it what waits. */
    void close() {
        whenSent.clear();
        if (waiting != null) {
            waiting.release();
            waiting = null;
        }
    }
}
