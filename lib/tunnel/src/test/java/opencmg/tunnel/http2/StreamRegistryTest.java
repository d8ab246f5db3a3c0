package opencmg.tunnel.http2;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.Http2Error;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import opencmg.tunnel.TunnelProtocol;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who sends how much and when (RFC 9113 5.2 and 6.9). Frames are told as {@code stream:bytes}, and with {@code !} where they are the stream's end. */
class StreamRegistryTest {

    private static final int KIB = 1 << 10;
    private static final int FIRST_WINDOW = 65_535;
    private static final int HEADERS = 1;

    private final Http2FrameWriter frames = new Http2FrameWriter();
    private final EmbeddedChannel channel = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
    private final List<Http2StreamListener.ClosedBy> closed = new ArrayList<>();
    private final StreamRegistry streams = new StreamRegistry(frames, FIRST_WINDOW, () -> {});
    private final List<ByteBuf> bodies = new ArrayList<>();
    private int sent;

    @BeforeEach
    void start() {
        frames.attach(channel.pipeline().lastContext());
        waterMark(16 << 20);
    }

    @AfterEach
    void stop() {
        streams.closeAll();
        frames.close();
        channel.finishAndReleaseAll();
        assertThat(bodies).as("released").allMatch(body -> body.refCnt() == 0);
    }

    @Test
    void sendsSmallChunksAndTheEndAsOneFrame() {
        TunnelStream stream = open();
        data(stream, 100);
        data(stream, 200);
        stream.sendEnd();

        assertThat(written()).containsExactly("1:300!");
        assertThat(sent).isEqualTo(2);
        assertThat(stream.isSending()).isFalse();
    }

    @Test
    void splitsALargeChunkIntoFramesAndNotifiesOnce() {
        TunnelStream stream = open();
        data(stream, 40 * KIB);
        stream.sendEnd();

        assertThat(written()).containsExactly("1:16384", "1:16384", "1:8192!");
        assertThat(sent).isEqualTo(1);
    }

    @Test
    void sendsAnEndWithoutABodyWhateverTheWindow() {
        assertThat(streams.initialSendWindow(0)).isTrue();
        TunnelStream stream = open();
        stream.sendEnd();

        assertThat(written()).containsExactly("1:0!");
    }

    @Test
    void sendsTrailersAfterTheQueuedBody() {
        assertThat(streams.initialSendWindow(10)).isTrue();
        TunnelStream stream = open();
        data(stream, 15);
        stream.sendHeaders(new HeaderList().addOwn(TunnelProtocol.PHRASE, "x"), true);
        assertThat(written()).containsExactly("1:10");

        assertThat(streams.growWindow(stream, 10)).isTrue();

        assertThat(written()).containsExactly("1:5", "1:HEADERS!");
        assertThat(stream.isSending()).isFalse();
    }

    @Test
    void schedulesStreamsInTurnAndSkipsAStalledOne() {
        assertThat(streams.growConnectionWindow(1 << 20)).isTrue();
        assertThat(streams.initialSendWindow(96 * KIB)).isTrue();
        TunnelStream first = open();
        TunnelStream second = open();
        data(first, 200 * KIB);
        data(second, 80 * KIB);

        assertThat(bytesInARow()).containsExactly("1:65536", "3:65536", "1:32768", "3:16384");
        assertThat(bytesInARow()).isEmpty();

        assertThat(streams.growWindow(first, 10 * KIB)).isTrue();

        assertThat(bytesInARow()).containsExactly("1:10240");
    }

    @Test
    void waitsForTheConnectionWindowAndResumesInTurn() {
        TunnelStream first = open();
        TunnelStream second = open();
        data(first, 60_000);
        data(second, 60_000);
        second.sendEnd();

        assertThat(bytesInARow()).containsExactly("1:60000", "3:5535");
        assertThat(bytesInARow()).isEmpty();

        assertThat(streams.growConnectionWindow(100_000)).isTrue();

        assertThat(bytesInARow()).containsExactly("3:54465!");
        assertThat(sent).isEqualTo(2);
    }

    /** RFC 9113 6.9.2. */
    @Test
    void keepsANegativeWindowAfterSettings() {
        TunnelStream stream = open();
        data(stream, 60_000);
        assertThat(bytesInARow()).containsExactly("1:60000");
        data(stream, 1_000);

        assertThat(streams.initialSendWindow(50_000)).isTrue(); // 60,000 sent: 10,000 too much
        assertThat(bytesInARow()).isEmpty();
        assertThat(streams.growWindow(stream, 10_000)).isTrue();
        assertThat(bytesInARow()).isEmpty();
        assertThat(streams.growWindow(stream, 600)).isTrue();
        assertThat(bytesInARow()).containsExactly("1:600");
        assertThat(streams.initialSendWindow(50_400)).isTrue();
        assertThat(bytesInARow()).containsExactly("1:400");
    }

    @Test
    void detectsWindowsThatAreTooLarge() {
        TunnelStream stream = open();

        assertThat(streams.growWindow(stream, Integer.MAX_VALUE - FIRST_WINDOW)).isTrue();
        assertThat(streams.growWindow(stream, 1)).isFalse();
        assertThat(streams.growConnectionWindow(Integer.MAX_VALUE - FIRST_WINDOW))
                .isTrue();
        assertThat(streams.growConnectionWindow(1)).isFalse();
    }

    @Test
    void detectsSettingsThatMakeAWindowTooLarge() {
        TunnelStream stream = open();
        assertThat(streams.initialSendWindow(Integer.MAX_VALUE)).isTrue();
        assertThat(streams.initialSendWindow(FIRST_WINDOW)).isTrue();

        assertThat(streams.growWindow(stream, 1)).isTrue();

        assertThat(streams.initialSendWindow(Integer.MAX_VALUE)).isFalse();
    }

    @Test
    void stopsWhenTheSocketIsNotWritable() {
        waterMark(20 * KIB);
        TunnelStream stream = open();
        data(stream, 60 * KIB);

        assertThat(written()).hasSize(2);
        assertThat(written()).hasSize(2);
        assertThat(written()).isEmpty();
        assertThat(sent).isEqualTo(1);
    }

    @Test
    void sendsNothingMoreOfAResetStream() {
        TunnelStream gone = open();
        TunnelStream other = open();
        data(gone, 100 * KIB);
        assertThat(bytesInARow()).containsExactly("1:65535");
        data(other, 10);

        gone.reset(Http2Error.CANCEL);
        data(gone, 10);
        gone.sendEnd();
        assertThat(streams.growConnectionWindow(1000)).isTrue();

        assertThat(written()).containsExactly("1:RST_STREAM", "3:10");
        assertThat(sent).isEqualTo(1);
        assertThat(closed).isEmpty();
        streams.notifyClosed();
        assertThat(closed).containsExactly(Http2StreamListener.ClosedBy.STREAM);
    }

    @Test
    void opensNoStreamBeyondTheLimitOrAfterGoAway() {
        streams.maxStreams(1);
        TunnelStream first = open();
        assertThat(streams.open(new HeaderList(), true, new RecordingListener()))
                .isNull();

        first.reset(Http2Error.CANCEL);
        assertThat(written()).containsExactly("1:RST_STREAM");
        TunnelStream second = open();
        assertThat(second.id()).isEqualTo(3);

        streams.closeAbove(1);
        streams.notifyClosed();
        assertThat(closed).containsExactly(Http2StreamListener.ClosedBy.STREAM, Http2StreamListener.ClosedBy.GOAWAY);
        assertThat(streams.open(new HeaderList(), true, new RecordingListener()))
                .isNull();
    }

    // ------------------------------------------------------------------ the rig

    private TunnelStream open() {
        TunnelStream stream =
                Objects.requireNonNull(streams.open(new HeaderList(), false, new RecordingListener()), "a stream");
        assertThat(written()).containsExactly(stream.id() + ":HEADERS");
        return stream;
    }

    private void data(TunnelStream stream, int bytes) {
        ByteBuf body = Unpooled.buffer(bytes).writeZero(bytes);
        bodies.add(body);
        stream.sendData(body, () -> sent++);
    }

    private void waterMark(int high) {
        channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(high / 2, high));
    }

    /** The frames that go now. */
    private List<String> written() {
        streams.writeQueued(channel);
        frames.flush();
        ByteBuf all = Unpooled.buffer();
        for (ByteBuf piece = channel.readOutbound(); piece != null; piece = channel.readOutbound()) {
            all.writeBytes(piece);
            piece.release();
        }
        List<String> told = new ArrayList<>();
        while (all.isReadable()) {
            int length = all.readUnsignedMedium();
            int type = all.readByte();
            boolean end = (all.readByte() & 1) == 1 && type <= HEADERS;
            String what = type == 0 ? String.valueOf(length) : type == HEADERS ? "HEADERS" : "RST_STREAM";
            told.add(all.readInt() + ":" + what + (end ? "!" : ""));
            all.skipBytes(length);
        }
        return told;
    }

    /** The same, with frames of one stream that follow each other put together. */
    private List<String> bytesInARow() {
        List<String> rows = new ArrayList<>();
        int bytes = 0;
        String stream = "";
        String end = "";
        for (String frame : written()) {
            String of = frame.substring(0, frame.indexOf(':'));
            if (!of.equals(stream) && bytes > 0) {
                rows.add(stream + ":" + bytes + end);
                bytes = 0;
            }
            stream = of;
            end = frame.endsWith("!") ? "!" : "";
            bytes += Integer.parseInt(frame.substring(of.length() + 1).replace("!", ""));
        }
        if (bytes > 0) {
            rows.add(stream + ":" + bytes + end);
        }
        return rows;
    }

    private final class RecordingListener implements Http2StreamListener {

        @Override
        public void onHeaders(HeaderList headers, boolean end) {}

        @Override
        public int onData(ByteBuf bytes, boolean end) {
            return bytes.readableBytes();
        }

        @Override
        public void onReset(long errorCode) {}

        @Override
        public void onClosed(ClosedBy cause) {
            closed.add(cause);
        }
    }
}
