package opencmg.tunnel.link;

import static opencmg.tunnel.link.Frame.ACK;
import static opencmg.tunnel.link.Frame.CONTINUATION;
import static opencmg.tunnel.link.Frame.DATA;
import static opencmg.tunnel.link.Frame.END_HEADERS;
import static opencmg.tunnel.link.Frame.END_STREAM;
import static opencmg.tunnel.link.Frame.GOAWAY;
import static opencmg.tunnel.link.Frame.HEADERS;
import static opencmg.tunnel.link.Frame.PADDED;
import static opencmg.tunnel.link.Frame.PING;
import static opencmg.tunnel.link.Frame.PRIORITY;
import static opencmg.tunnel.link.Frame.PUSH_PROMISE;
import static opencmg.tunnel.link.Frame.RST_STREAM;
import static opencmg.tunnel.link.Frame.SETTINGS;
import static opencmg.tunnel.link.Frame.data;
import static opencmg.tunnel.link.Frame.frame;
import static opencmg.tunnel.link.Frame.setting;
import static opencmg.tunnel.link.Frame.windowUpdate;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import opencmg.tunnel.link.Frame.Code;
import opencmg.tunnel.link.RawPeerFixture.Role;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Bytes that RFC 9113 forbids, to both ends of ours: what concerns one stream ends that stream, what concerns the connection ends it with the reason, and
 * no other connection is affected.
 */
class InvalidFramesTest {

    /** A stream that nobody has opened. */
    private static final int IDLE = 99;

    /** A field in HPACK, {@code a: b}, that nobody need remember. */
    private static final String FIELD = "00 01 61 01 62";

    private static RawPeerFixture fixture;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        fixture = new RawPeerFixture(directory);
    }

    @AfterAll
    static void stop() throws Exception {
        fixture.close();
    }

    /** What it is, the bytes where a stream with that id is open, and the codes that the RFC allows for it. */
    private record Row(String what, IntFunction<String> bytes, Set<Code> codes) {}

    private static Stream<Arguments> toEither(List<Row> rows) {
        return rows.stream().flatMap(row -> Arrays.stream(Role.values())
                .map(ours -> Arguments.of(ours, row.what, row.bytes, row.codes)));
    }

    private static Row row(String what, IntFunction<String> bytes, Code first, Code... more) {
        return new Row(what, bytes, EnumSet.of(first, more));
    }

    // ------------------------------------------------------------------ what ends the connection

    private static Stream<Arguments> framesThatEndTheConnection() {
        return toEither(List.of(
                row("DATA on stream 0", open -> frame(DATA, 0, 0, "00"), Code.PROTOCOL_ERROR),
                row(
                        "DATA on an idle stream",
                        open -> frame(DATA, 0, IDLE, "00"),
                        Code.PROTOCOL_ERROR,
                        Code.STREAM_CLOSED),
                row("DATA padded beyond its end", open -> frame(DATA, PADDED, open, "05 00"), Code.PROTOCOL_ERROR),
                row("HEADERS on stream 0", open -> frame(HEADERS, END_HEADERS, 0, FIELD), Code.PROTOCOL_ERROR),
                row(
                        "HEADERS padded beyond their end",
                        open -> frame(HEADERS, END_HEADERS | PADDED, open, "09" + FIELD),
                        Code.PROTOCOL_ERROR),
                row(
                        "HEADERS without the room for the length of their padding",
                        open -> frame(HEADERS, END_HEADERS | PADDED, open, ""),
                        Code.FRAME_SIZE_ERROR,
                        Code.PROTOCOL_ERROR),
                row(
                        "HEADERS longer than allowed",
                        open -> "004001 01 04 %08x 00000000".formatted(open),
                        Code.FRAME_SIZE_ERROR),
                row("PRIORITY on stream 0", open -> frame(PRIORITY, 0, 0, "00000000 10"), Code.PROTOCOL_ERROR),
                row("RST_STREAM on stream 0", open -> frame(RST_STREAM, 0, 0, "00000008"), Code.PROTOCOL_ERROR),
                row(
                        "RST_STREAM on an idle stream",
                        open -> frame(RST_STREAM, 0, IDLE, "00000008"),
                        Code.PROTOCOL_ERROR),
                row("RST_STREAM of three bytes", open -> frame(RST_STREAM, 0, open, "000008"), Code.FRAME_SIZE_ERROR),
                row(
                        "PUSH_PROMISE",
                        open -> frame(PUSH_PROMISE, END_HEADERS, open, "00000004 82 87 84"),
                        Code.PROTOCOL_ERROR),
                row("PING of seven bytes", open -> frame(PING, 0, 0, "00010203040506"), Code.FRAME_SIZE_ERROR),
                row("PING on a stream", open -> frame(PING, 0, open, "0001020304050607"), Code.PROTOCOL_ERROR),
                row("GOAWAY on a stream", open -> frame(GOAWAY, 0, open, "00000000 00000000"), Code.PROTOCOL_ERROR),
                row("GOAWAY of four bytes", open -> frame(GOAWAY, 0, 0, "00000000"), Code.FRAME_SIZE_ERROR)));
    }

    private static Stream<Arguments> settingsThatEndTheConnection() {
        return toEither(List.of(
                row("SETTINGS of five bytes", open -> frame(SETTINGS, 0, 0, "0004000000"), Code.FRAME_SIZE_ERROR),
                row("SETTINGS on a stream", open -> frame(SETTINGS, 0, open, ""), Code.PROTOCOL_ERROR),
                row("SETTINGS longer than allowed", open -> "004002 04 00 00000000 00000000", Code.FRAME_SIZE_ERROR),
                row(
                        "an acknowledgement with a setting",
                        open -> frame(SETTINGS, ACK, 0, "000400001000"),
                        Code.FRAME_SIZE_ERROR),
                row("ENABLE_PUSH of 2", open -> setting(2, 2), Code.PROTOCOL_ERROR),
                row("INITIAL_WINDOW_SIZE of 2^31", open -> setting(4, 0x8000_0000), Code.FLOW_CONTROL_ERROR),
                row("MAX_FRAME_SIZE of 16383", open -> setting(5, 16_383), Code.PROTOCOL_ERROR),
                row("MAX_FRAME_SIZE of 2^24", open -> setting(5, 1 << 24), Code.PROTOCOL_ERROR)));
    }

    private static Stream<Arguments> windowsThatEndTheConnection() {
        return toEither(List.of(
                row("WINDOW_UPDATE on an idle stream", open -> windowUpdate(IDLE, 1), Code.PROTOCOL_ERROR),
                row(
                        "WINDOW_UPDATE of three bytes",
                        open -> frame(Frame.WINDOW_UPDATE, 0, open, "000001"),
                        Code.FRAME_SIZE_ERROR),
                row("WINDOW_UPDATE of 0 for the connection", open -> windowUpdate(0, 0), Code.PROTOCOL_ERROR),
                row(
                        "a window of the connection beyond 2^31-1",
                        open -> windowUpdate(0, Integer.MAX_VALUE),
                        Code.FLOW_CONTROL_ERROR)));
    }

    private static Stream<Arguments> headerBlocksThatEndTheConnection() {
        IntFunction<String> begun = open -> frame(HEADERS, 0, open, FIELD);
        return toEither(List.of(
                row(
                        "CONTINUATION of nothing",
                        open -> frame(CONTINUATION, END_HEADERS, open, FIELD),
                        Code.PROTOCOL_ERROR),
                row(
                        "CONTINUATION on stream 0",
                        open -> begun.apply(open) + frame(CONTINUATION, END_HEADERS, 0, ""),
                        Code.PROTOCOL_ERROR),
                row(
                        "CONTINUATION of another stream's block",
                        open -> begun.apply(open) + frame(CONTINUATION, END_HEADERS, 1, FIELD),
                        Code.PROTOCOL_ERROR),
                row(
                        "PING within a block",
                        open -> begun.apply(open) + frame(PING, 0, 0, "0001020304050607"),
                        Code.PROTOCOL_ERROR),
                row("DATA within a block", open -> begun.apply(open) + frame(DATA, 0, open, "00"), Code.PROTOCOL_ERROR),
                row(
                        "HEADERS within a block",
                        open -> begun.apply(open) + frame(HEADERS, END_HEADERS, open, FIELD),
                        Code.PROTOCOL_ERROR),
                row(
                        "an unknown frame within a block",
                        open -> begun.apply(open) + frame(0xbe, 0, 0, "00"),
                        Code.PROTOCOL_ERROR),
                hpack("index 0", "80"),
                hpack("an index beyond the table", "ff 80 01"),
                hpack("a number without an end", "ff ff ff ff ff ff ff ff ff ff ff"),
                hpack("a text that is cut off", "00 05 61"),
                hpack("Huffman code that is padded with zeros", "00 81 00 01 62"),
                hpack("a table larger than allowed", "3f e1 ff 03")));
    }

    private static Row hpack(String what, String block) {
        return row(
                "HPACK with " + what,
                open -> frame(HEADERS, END_HEADERS | END_STREAM, open, block),
                Code.COMPRESSION_ERROR);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource({
        "framesThatEndTheConnection",
        "settingsThatEndTheConnection",
        "windowsThatEndTheConnection",
        "headerBlocksThatEndTheConnection"
    })
    void endsTheConnectionWithTheErrorCode(Role ours, String what, IntFunction<String> bytes, Set<Code> codes)
            throws Exception {
        try (RawConnection connection = fixture.up(ours, "")) {
            int open = connection.open();

            connection.peer.write(bytes.apply(open));

            assertThat(connection.peer.end()).isIn(codes);
            connection.awaitExchangeFailure();
        }
        assertThat(fixture.statusOnOtherConnection()).isEqualTo(204);
    }

    // ------------------------------------------------------------------ what ends a stream

    private static Stream<Arguments> framesThatEndTheirStream() {
        return toEither(List.of(
                row("WINDOW_UPDATE of 0", open -> windowUpdate(open, 0), Code.PROTOCOL_ERROR),
                row(
                        "a window beyond 2^31-1",
                        open -> windowUpdate(open, Integer.MAX_VALUE - 65_535) + windowUpdate(open, 1),
                        Code.FLOW_CONTROL_ERROR),
                row("PRIORITY of four bytes", open -> frame(PRIORITY, 0, open, "00000000"), Code.FRAME_SIZE_ERROR),
                row(
                        "a second header list that is not the last",
                        open -> frame(HEADERS, END_HEADERS, open, FIELD),
                        Code.PROTOCOL_ERROR),
                row("a name in upper case", open -> trailer(open, "00 01 41 01 62"), Code.PROTOCOL_ERROR),
                row("a name with a blank", open -> trailer(open, "00 03 612062 01 62"), Code.PROTOCOL_ERROR),
                row("a field without a name", open -> trailer(open, "00 00 01 62"), Code.PROTOCOL_ERROR),
                row(
                        "DATA beyond the window",
                        open -> data(0, open, new byte[16_384]).repeat(4),
                        Code.FLOW_CONTROL_ERROR)));
    }

    private static String trailer(int open, String field) {
        return frame(HEADERS, END_HEADERS | END_STREAM, open, field);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("framesThatEndTheirStream")
    void endsOnlyThatStream(Role ours, String what, IntFunction<String> bytes, Set<Code> codes) throws Exception {
        try (RawConnection connection = fixture.up(ours, "")) {
            int open = connection.open();

            connection.peer.write(connection.answer(open) + bytes.apply(open));

            Frame reset = connection.peer.next(RST_STREAM);
            assertThat(reset.stream()).isEqualTo(open);
            assertThat(reset.code()).isIn(codes);
            connection.awaitExchangeFailure();
            assertThat(connection.serve(FIELD).get("a")).isEqualTo("b");
        }
    }
}
