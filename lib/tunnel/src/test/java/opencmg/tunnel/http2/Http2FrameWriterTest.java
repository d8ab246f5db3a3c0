package opencmg.tunnel.http2;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameTypes;
import io.netty.handler.codec.http2.Http2Settings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The bytes are put together by RFC 9113 3.4, 4.1 and 6, the header blocks by RFC 7541 6. */
class Http2FrameWriterTest {

    private static final String STATUS_200 = "88"; // RFC 7541 Appendix A, index 8

    private final Http2FrameWriter frames = new Http2FrameWriter();
    private final EmbeddedChannel channel = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
    private final List<String> sent = new ArrayList<>();

    @BeforeEach
    void start() {
        frames.attach(channel.pipeline().lastContext());
    }

    @AfterEach
    void stop() {
        assertThat(channel.finish())
                .as("something was written that nobody looked at")
                .isFalse();
    }

    @Test
    void writesTheFramesOfATurnAsOneBuffer() {
        frames.headers(3, ok(), false);
        small(3, "hello", true);
        frames.windowUpdate(5, 1000);
        assertThat(channel.outboundMessages()).isEmpty();
        assertThat(sent).isEmpty();

        frames.flush();

        assertThat(piece())
                .isEqualTo(hex("000001 01 04 00000003 " + STATUS_200
                        + "000005 00 01 00000003 68656c6c6f"
                        + "000004 08 00 00000005 000003e8"));
        assertThat(sent).containsExactly("hello");
    }

    @Test
    void keepsTheOrderWithUncopiedData() {
        byte[] large = new byte[5000];
        frames.headers(3, ok(), false);
        frames.data(3, Unpooled.wrappedBuffer(large), false, () -> sent.add("large"));
        small(3, "x", false);
        frames.reset(3, Http2Error.CANCEL);
        small(5, "y", false);
        frames.ping(false, 7);

        frames.flush();

        assertThat(everything())
                .isEqualTo(hex("000001 01 04 00000003 " + STATUS_200
                        + "001388 00 00 00000003" + "00".repeat(5000)
                        + "000001 00 00 00000003 78"
                        + "000004 03 00 00000003 00000008"
                        + "000001 00 00 00000005 79"
                        + "000008 06 00 00000000 0000000000000007"));
        assertThat(sent).containsExactly("large", "x", "y");
    }

    @Test
    void writesThePrefaceAndGoAway() {
        frames.preface();
        frames.settings(new Http2Settings().pushEnabled(false).initialWindowSize(0x100000));
        frames.settingsAck();
        frames.ping(true, -1);
        frames.goAway(5, Http2Error.PROTOCOL_ERROR, "why");

        frames.flush();

        assertThat(piece())
                .isEqualTo(hex("505249202a20485454502f322e300d0a0d0a534d0d0a0d0a"
                        + "00000c 04 00 00000000 0002 00000000 0004 00100000"
                        + "000000 04 01 00000000"
                        + "000008 06 01 00000000 ffffffffffffffff"
                        + "00000b 07 00 00000000 00000005 00000001 776879"));
    }

    @Test
    void startsASecondBufferWhenOneTlsRecordIsFull() {
        String body = "a".repeat(4000);
        String frame = "000fa0 00 00 00000003" + "61".repeat(4000);
        for (int i = 0; i < 5; i++) {
            small(3, body, false);
        }

        frames.flush();

        assertThat(piece()).isEqualTo(hex(frame.repeat(4)));
        assertThat(piece()).isEqualTo(hex(frame));
        assertThat(sent).hasSize(5);
    }

    @Test
    void splitsAHeaderBlockThatIsTooLongForOneFrame() {
        frames.headers(3, ok().add("authorization", "a".repeat(20_000)), true);
        small(5, "x", false);

        frames.flush();

        String neverIndexed = "1f08" + "7fa19b01"; // static name 23, then 20,000 in a prefix of seven bits
        String block = STATUS_200 + neverIndexed + "61".repeat(20_000);
        assertThat(everything())
                .isEqualTo(hex("004000 01 01 00000003" + block.substring(0, 2 * 16384)
                        + "000e27 09 04 00000003" + block.substring(2 * 16384)
                        + "000001 00 00 00000005 78"));
    }

    @Test
    void usesTheMaximumFrameSizeOfThePeer() {
        frames.maxFrameSize(32_768);
        frames.headers(3, ok().add("authorization", "a".repeat(20_000)), true);

        frames.flush();

        assertThat(everything()).startsWith(hex("004e27 01 05 00000003" + STATUS_200));
    }

    @Test
    void dropsTheBufferWhenTheConnectionIsLost() {
        frames.headers(3, ok(), false);
        small(3, "x", false);

        frames.close();
        frames.flush();

        assertThat(channel.outboundMessages()).isEmpty();
        assertThat(sent).isEmpty();
    }

    @Test
    void runsNoCallbackForWritesToAClosedChannel() {
        ByteBuf body = Unpooled.wrappedBuffer(new byte[5000]);
        small(3, "x", false);
        frames.data(3, body, false, () -> sent.add("large"));
        small(3, "y", false);
        ByteBuf late = Unpooled.wrappedBuffer(new byte[5000]);
        channel.close().syncUninterruptibly();
        frames.data(3, late, false, () -> sent.add("late"));
        frames.flush();

        assertThat(sent).isEmpty();
        assertThat(body.refCnt()).isZero();
        assertThat(late.refCnt()).isZero();
    }

    // ------------------------------------------------------------------ the rig

    private void small(int stream, String text, boolean end) {
        frames.begin(text.length()).writeBytes(text.getBytes(StandardCharsets.US_ASCII));
        frames.onSent(() -> sent.add(text));
        frames.end(Http2FrameTypes.DATA, end ? Http2FrameWriter.END_STREAM : 0, stream);
    }

    private String piece() {
        ByteBuf piece = channel.readOutbound();
        try {
            return ByteBufUtil.hexDump(piece);
        } finally {
            piece.release();
        }
    }

    private String everything() {
        StringBuilder all = new StringBuilder();
        while (!channel.outboundMessages().isEmpty()) {
            all.append(piece());
        }
        return all.toString();
    }

    private static HeaderList ok() {
        return new HeaderList().status("200");
    }

    private static String hex(String bytes) {
        return bytes.replace(" ", "");
    }
}
