package opencmg.http.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;

/** What stands around the pieces of a body in chunks (RFC 9112 section 7.1). */
public final class ChunkFraming {

    private static final ByteBuf END = constant("\r\n");
    private static final ByteBuf LAST = constant("0\r\n\r\n");
    private static final int LONGEST_LINE = 10;

    private ChunkFraming() {}

    /** The line before a piece of that many bytes, one or more. */
    public static ByteBuf line(ByteBufAllocator buffers, int size) {
        ByteBuf line = buffers.buffer(LONGEST_LINE);
        ByteBufUtil.writeAscii(line, Integer.toHexString(size));
        return line.writeShort('\r' << 8 | '\n');
    }

    /** Behind a piece. */
    public static ByteBuf end() {
        return END.duplicate();
    }

    /** The last chunk, without trailers. */
    public static ByteBuf last() {
        return LAST.duplicate();
    }

    private static ByteBuf constant(String text) {
        return Unpooled.unreleasableBuffer(Unpooled.directBuffer().writeBytes(HeadBuffer.ascii(text)))
                .asReadOnly();
    }
}
