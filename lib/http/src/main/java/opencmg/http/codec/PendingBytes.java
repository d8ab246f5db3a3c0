package opencmg.http.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.ByteToMessageDecoder;

/** What has come on a connection and is not understood or not wanted yet. */
public final class PendingBytes {

    private ByteBuf bytes = Unpooled.EMPTY_BUFFER;

    /** Takes over what has come behind it. */
    public void add(ByteBufAllocator buffers, ByteBuf more) {
        bytes = ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(buffers, bytes, more);
    }

    /** To be read from, and not to be kept. */
    public ByteBuf bytes() {
        return bytes;
    }

    /** Whether there is anything. */
    public boolean isReadable() {
        return bytes.isReadable();
    }

    /** Lets go of what was read: it would stay as long as every read of the socket ends in the midst of a line. */
    public void tidy() {
        if (!bytes.isReadable()) {
            forget();
        } else if (bytes.refCnt() == 1) { // pieces of a body that are on their way must not move
            bytes.discardSomeReadBytes();
        }
    }

    /** All of it. */
    public void forget() {
        bytes.release();
        bytes = Unpooled.EMPTY_BUFFER;
    }
}
