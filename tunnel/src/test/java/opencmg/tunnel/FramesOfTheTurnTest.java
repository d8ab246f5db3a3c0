package opencmg.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2RemoteFlowController;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The bytes are put together by RFC 9113 4.1 and 6, the header blocks by RFC 7541 6. */
class FramesOfTheTurnTest {

    private static final String STATUS_200 = "88"; // RFC 7541 Appendix A, index 8

    private final FramesOfTheTurn frames = new FramesOfTheTurn(HeaderCompression.encoder());
    private final Http2RemoteFlowController flow = frames.flowController(new DefaultHttp2Connection(true));
    private final EmbeddedChannel channel = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
    private final List<ChannelFuture> sent = new ArrayList<>();
    private ChannelHandlerContext ctx;

    @BeforeEach
    void start() throws Http2Exception {
        ctx = channel.pipeline().lastContext();
        flow.channelHandlerContext(ctx);
    }

    @AfterEach
    void stop() {
        assertThat(sent).as("each frame's promise is kept").allMatch(ChannelFuture::isSuccess);
        assertThat(channel.finish())
                .as("something was written that nobody looked at")
                .isFalse();
    }

    @Test
    void writesTheFramesOfATurnBehindEachOtherAsOnePiece() throws Http2Exception {
        ChannelFuture head = frames.writeHeaders(ctx, 3, ok(), 0, false, ctx.newPromise());
        ChannelFuture body = frames.writeData(ctx, 3, text("hello"), 0, true, ctx.newPromise());
        ChannelFuture credit = frames.writeWindowUpdate(ctx, 5, 1000, ctx.newPromise());
        assertThat(channel.outboundMessages()).isEmpty();
        assertThat(head.isDone()).isFalse();

        flush();

        assertThat(piece())
                .isEqualTo(hex("000001 01 04 00000003 " + STATUS_200
                        + "000005 00 01 00000003 68656c6c6f"
                        + "000004 08 00 00000005 000003e8"));
        assertThat(head.isSuccess() && body.isSuccess() && credit.isSuccess()).isTrue();
    }

    @Test
    void keepsTheOrderWithFramesThatAreNotGathered() throws Http2Exception {
        byte[] large = new byte[5000];
        sent.add(frames.writeHeaders(ctx, 3, ok(), 0, false, ctx.newPromise()));
        sent.add(frames.writeData(ctx, 3, Unpooled.wrappedBuffer(large), 0, false, ctx.newPromise()));
        sent.add(frames.writeData(ctx, 3, text("x"), 0, false, ctx.newPromise()));
        sent.add(frames.writeRstStream(ctx, 3, 8, ctx.newPromise()));
        sent.add(frames.writeData(ctx, 5, text("y"), 0, false, ctx.newPromise()));
        sent.add(frames.writePing(ctx, false, 7, ctx.newPromise()));

        flush();

        assertThat(everything())
                .isEqualTo(hex("000001 01 04 00000003 " + STATUS_200
                        + "001388 00 00 00000003" + "00".repeat(5000)
                        + "000001 00 00 00000003 78"
                        + "000004 03 00 00000003 00000008"
                        + "000001 00 00 00000005 79"
                        + "000008 06 00 00000000 0000000000000007"));
    }

    @Test
    void goesOnInASecondPieceWhenOneTlsRecordIsFull() throws Http2Exception {
        String body = "61".repeat(4000);
        String frame = "000fa0 00 00 00000003" + body;
        for (int i = 0; i < 5; i++) {
            sent.add(frames.writeData(
                    ctx, 3, Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(body)), 0, false, ctx.newPromise()));
        }

        flush();

        assertThat(piece()).isEqualTo(hex(frame.repeat(4)));
        assertThat(piece()).isEqualTo(hex(frame));
    }

    @Test
    void cutsABlockThatIsTooLongForOneFrame() throws Http2Exception {
        sent.add(frames.writeHeaders(ctx, 3, ok().add("authorization", "a".repeat(20_000)), 0, true, ctx.newPromise()));
        sent.add(frames.writeData(ctx, 5, text("x"), 0, false, ctx.newPromise()));

        flush();

        String neverIndexed = "1f08" + "7fa19b01"; // static name 23, then 20,000 in a prefix of seven bits
        String block = STATUS_200 + neverIndexed + "61".repeat(20_000);
        assertThat(everything())
                .isEqualTo(hex("004000 01 01 00000003" + block.substring(0, 2 * 16384)
                        + "000e27 09 04 00000003" + block.substring(2 * 16384)
                        + "000001 00 00 00000005 78"));
    }

    @Test
    void failsWhatWaitsWhenTheConnectionIsLost() throws Http2Exception {
        ByteBuf body = text("x");
        ChannelFuture head = frames.writeHeaders(ctx, 3, ok(), 0, false, ctx.newPromise());
        ChannelFuture data = frames.writeData(ctx, 3, body, 0, false, ctx.newPromise());

        frames.close();

        assertThat(head.cause()).isInstanceOf(ClosedChannelException.class);
        assertThat(data.cause()).isInstanceOf(ClosedChannelException.class);
        assertThat(body.refCnt()).isZero();
    }

    @Test
    void failsWhatTheChannelDoesNotTakeAnyMore() throws Http2Exception {
        ChannelFuture before = frames.writeHeaders(ctx, 3, ok(), 0, false, ctx.newPromise());
        channel.close().syncUninterruptibly();
        flush();
        frames.close();
        ByteBuf body = text("x");
        ChannelFuture after = frames.writeData(ctx, 3, body, 0, false, ctx.newPromise());

        assertThat(before.cause()).isInstanceOf(ClosedChannelException.class);
        assertThat(after.cause()).isInstanceOf(ClosedChannelException.class);
        assertThat(body.refCnt()).isZero();
    }

    // ------------------------------------------------------------------ the rig

    /** The two steps of Netty's connection handler. */
    private void flush() throws Http2Exception {
        flow.writePendingBytes();
        channel.flush();
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

    private static ByteBuf text(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
    }

    private static String hex(String bytes) {
        return bytes.replace(" ", "");
    }
}
