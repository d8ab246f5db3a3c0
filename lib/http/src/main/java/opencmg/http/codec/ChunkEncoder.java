package opencmg.http.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;

/** The bytes around the chunks of a body (RFC 9112 section 7.1). */
public final class ChunkEncoder {

    private static final ByteBuf CHUNK_END = HeadEncoder.constant("\r\n");
    private static final ByteBuf LAST_CHUNK = HeadEncoder.constant("0\r\n\r\n");
    /** Eight hexadecimal digits and CR LF. */
    private static final int MAX_SIZE_LINE = 10;

    private ChunkEncoder() {}

    /** chunk-size CRLF, of a chunk of one byte or more. */
    public static ByteBuf sizeLine(ByteBufAllocator alloc, int size) {
        ByteBuf line = alloc.buffer(MAX_SIZE_LINE);
        ByteBufUtil.writeAscii(line, Integer.toHexString(size));
        return line.writeShort('\r' << 8 | '\n');
    }

    /** The CRLF after a chunk. */
    public static ByteBuf chunkEnd() {
        return CHUNK_END.duplicate();
    }

    /** The last chunk, without trailers. */
    public static ByteBuf lastChunk() {
        return LAST_CHUNK.duplicate();
    }
}
