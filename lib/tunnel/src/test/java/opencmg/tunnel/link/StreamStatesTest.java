package opencmg.tunnel.link;

import static opencmg.tunnel.link.Frame.DATA;
import static opencmg.tunnel.link.Frame.END_HEADERS;
import static opencmg.tunnel.link.Frame.END_STREAM;
import static opencmg.tunnel.link.Frame.GOAWAY;
import static opencmg.tunnel.link.Frame.HEADERS;
import static opencmg.tunnel.link.Frame.PRIORITY;
import static opencmg.tunnel.link.Frame.RST_STREAM;
import static opencmg.tunnel.link.Frame.frame;
import static opencmg.tunnel.link.Frame.setting;
import static opencmg.tunnel.link.Frame.windowUpdate;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.List;
import opencmg.tunnel.RelayFailure;
import opencmg.tunnel.RelayResponse;
import opencmg.tunnel.link.Frame.Code;
import opencmg.tunnel.link.RawPeerFixture.Role;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Frames that come when their stream does not allow them, or no longer (RFC 9113 5.1). */
class StreamStatesTest {

    private static final int WHOLE = END_HEADERS | END_STREAM;

    /** In HPACK {@code a: b}: to be forgotten; to be remembered as the first of the dynamic table; and that one. */
    private static final String FIELD = "00 01 61 01 62";

    private static final String REMEMBERED = "40 01 61 01 62";
    private static final String FIRST = "be";

    private static RawPeerFixture fixture;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        fixture = new RawPeerFixture(directory);
    }

    @AfterAll
    static void stop() throws Exception {
        fixture.close();
    }

    // ------------------------------------------------------------------ streams that nobody may open so

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "HEADERS on a stream of its own, 000001 01 04 00000002 88",
        "HEADERS on a stream that the gateway has not opened, 000001 01 04 00000063 88",
        "ENABLE_PUSH, 000006 04 00 00000000 000200000001",
    })
    void doesNotLetAConnectionPointOpenStreams(String what, String bytes) throws Exception {
        try (RawConnection connection = fixture.up(Role.GATEWAY, "")) {
            connection.peer.write(bytes);

            assertThat(connection.peer.end()).isIn(Code.PROTOCOL_ERROR, Code.INTERNAL_ERROR);
        }
        assertThat(fixture.statusOnOtherConnection()).isEqualTo(204);
    }

    @Test
    void rejectsARequestOnAnEvenStream() throws Exception {
        try (RawConnection connection = fixture.up(Role.CONNECTION_POINT, "")) {
            connection.peer.write(frame(HEADERS, WHOLE, 4, RawConnection.request(false, RawPeerFixture.SERVE)));

            assertThat(connection.peer.end()).isEqualTo(Code.PROTOCOL_ERROR);
        }
        assertThat(fixture.served).isEmpty();
        assertThat(fixture.statusOnOtherConnection()).isEqualTo(204);
    }

    /** That stream was closed when a later one began, and nobody can have a reason to use it (RFC 9113 5.1.1). */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "HEADERS, 00000a 01 05 00000005 8287 04 06 2f7365727665, PROTOCOL_ERROR",
        "DATA, 000001 00 00 00000005 00, STREAM_CLOSED",
        "RST_STREAM, 000004 03 00 00000005 00000008, STREAM_CLOSED",
        "WINDOW_UPDATE, 000004 08 00 00000005 00000001, STREAM_CLOSED"
    })
    void endsTheConnectionOverAStreamThatWasPassedOver(String what, String bytes, Code code) throws Exception {
        String request = RawConnection.request(false, RawPeerFixture.SERVE);
        try (RawConnection connection = fixture.up(Role.CONNECTION_POINT, "")) {
            connection.peer.write(frame(HEADERS, WHOLE, 9, request));
            assertThat(connection.peer.next(HEADERS).stream()).isEqualTo(9);
            assertThat(TunnelFixture.next(fixture.served).target()).isEqualTo(RawPeerFixture.SERVE);

            connection.peer.write(bytes);

            assertThat(connection.peer.end()).isEqualTo(code);
        }
        assertThat(fixture.served).isEmpty();
        assertThat(fixture.statusOnOtherConnection()).isEqualTo(204);
    }

    /** Otherwise one frame could use up every id below its own. A stream may not be reset before it was opened (RFC 9113 6.4). */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "GATEWAY, WINDOW_UPDATE of 0, 000004 08 00 00000063 00000000, PROTOCOL_ERROR",
        "CONNECTION_POINT, WINDOW_UPDATE of 0, 000004 08 00 00000063 00000000, PROTOCOL_ERROR",
        "GATEWAY, PRIORITY of four bytes, 000004 02 00 00000063 00000000, FRAME_SIZE_ERROR",
        "CONNECTION_POINT, PRIORITY of four bytes, 000004 02 00 00000063 00000000, FRAME_SIZE_ERROR",
    })
    void endsTheConnectionOverABadFrameOnAnIdleStream(Role ours, String what, String bytes, Code code)
            throws Exception {
        try (RawConnection connection = fixture.up(ours, "")) {
            connection.peer.write(bytes);

            assertThat(connection.peer.end()).isEqualTo(code);
        }
        assertThat(fixture.statusOnOtherConnection()).isEqualTo(204);
    }

    @ParameterizedTest
    @EnumSource
    void ignoresPriorityOfAnIdleStream(Role ours) throws Exception {
        try (RawConnection connection = fixture.up(ours, "")) {
            connection.peer.write(frame(PRIORITY, 0, 99, "00000000 10"));

            assertThat(connection.serve(FIELD).get("a")).isEqualTo("b");
        }
    }

    /** Such a request uses its id up, and that alone. */
    @Test
    void resetsARequestWithAMalformedNameAndServesTheNext() throws Exception {
        try (RawGateway connection = (RawGateway) fixture.up(Role.CONNECTION_POINT, "")) {
            int stream = connection.ask(WHOLE, RawPeerFixture.SERVE, "00 01 41 01 62");

            Frame reset = connection.peer.next(RST_STREAM);
            assertThat(reset.stream()).isEqualTo(stream);
            assertThat(reset.code()).isEqualTo(Code.PROTOCOL_ERROR);
            assertThat(connection.serve(FIELD).get("a")).isEqualTo("b");
        }
        assertThat(fixture.served).isEmpty();
    }

    /** The gateway has told its client already that the exchange failed, and reads no body. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "no status, 08 03 303939",
        "a failure, 08 03 353032 00 0f 6f70656e636d672d6661696c757265 0d 757073747265616d5f6c6f7374"
    })
    void cancelsAResponseThatGoesOnAfterItFailedTheExchange(String what, String head) throws Exception {
        try (RawConnectionPoint connection = (RawConnectionPoint) fixture.up(Role.GATEWAY, "")) {
            Future<RelayResponse> answer = connection.relay(TunnelFixture.get("/x"));
            int stream = connection.peer.next(HEADERS).stream();

            connection.peer.write(frame(HEADERS, END_HEADERS, stream, head) + frame(DATA, 0, stream, "00"));

            Frame reset = connection.peer.next(RST_STREAM);
            assertThat(reset.stream()).isEqualTo(stream);
            assertThat(reset.code()).isEqualTo(Code.CANCEL);
            assertThat(TunnelFixture.relayFailure(answer).reason().safeToRetry())
                    .isFalse();
            assertThat(connection.serve(FIELD).get("a")).isEqualTo("b");
        }
    }

    private static boolean objects(Frame frame) {
        return frame.type() == RST_STREAM || frame.type() == GOAWAY;
    }

    // ------------------------------------------------------------------ streams that are over

    @ParameterizedTest(name = "{0}")
    @CsvSource({"DATA, 000001 00 00 00000003 00", "HEADERS, 000005 01 05 00000003 0001610162"})
    void resetsARequestThatContinuesAfterItsEnd(String what, String bytes) throws Exception {
        try (RawGateway connection = (RawGateway) fixture.up(Role.CONNECTION_POINT, "")) {
            assertThat(connection.ask(WHOLE, RawPeerFixture.HOLD, "")).isEqualTo(3);

            connection.peer.write(bytes);

            assertThat(connection.peer.next(RST_STREAM).code()).isIn(Code.STREAM_CLOSED, Code.PROTOCOL_ERROR);
            connection.awaitExchangeFailure();
            assertThat(connection.serve(FIELD).get("a")).isEqualTo("b");
        }
    }

    /** They crossed the reset on the way. What the table of HPACK learns from them counts all the same (RFC 9113 5.1). */
    @ParameterizedTest
    @EnumSource
    void ignoresFramesOnAStreamThatItReset(Role ours) throws Exception {
        try (RawConnection connection = fixture.up(ours, "")) {
            int stream = connection.open();
            connection.peer.write(windowUpdate(stream, 0));
            assertThat(connection.peer.next(RST_STREAM).stream()).isEqualTo(stream);
            connection.awaitExchangeFailure();

            connection.peer.write(connection.answer(stream)
                    + frame(DATA, 0, stream, "00".repeat(1000))
                    + frame(HEADERS, WHOLE, stream, REMEMBERED)
                    + windowUpdate(stream, 1)
                    + frame(RST_STREAM, 0, stream, "00000008"));

            assertThat(connection.readUntilPong())
                    .as("further resets at most")
                    .noneMatch(frame -> frame.type() == GOAWAY || frame.stream() > stream);
            assertThat(connection.serve(FIRST).get("a")).isEqualTo("b");
        }
    }

    @ParameterizedTest
    @EnumSource
    void ignoresAllowedFramesOnAStreamThatHasEnded(Role ours) throws Exception {
        try (RawConnection connection = fixture.up(ours, "")) {
            assertThat(connection.serve("")).isEmpty();
            int over = connection.served();

            connection.peer.write(windowUpdate(over, 1)
                    + frame(PRIORITY, 0, over, "00000000 10")
                    + frame(RST_STREAM, 0, over, "00000008"));

            assertThat(connection.serve(FIELD).get("a")).isEqualTo("b");
        }
    }

    /** Whether the connection lives is left to each end; nobody must be served twice. */
    @ParameterizedTest
    @CsvSource({
        "GATEWAY, 00 00, 00",
        "GATEWAY, 01 05, 88",
        "CONNECTION_POINT, 00 00, 00",
        "CONNECTION_POINT, 01 05, 8287 04 06 2f7365727665"
    })
    void doesNotProcessFramesOnAStreamThatHasEnded(Role ours, String typeAndFlags, String payload) throws Exception {
        try (RawConnection connection = fixture.up(ours, "")) {
            assertThat(connection.serve("")).isEmpty();
            String bare = payload.replace(" ", "");

            connection.peer.write(
                    "%06x".formatted(bare.length() / 2) + typeAndFlags + "%08x".formatted(connection.served()) + bare);

            assertThat(connection.readUntilPong())
                    .noneMatch(frame -> frame.type() == HEADERS)
                    .filteredOn(StreamStatesTest::objects)
                    .allMatch(frame -> frame.code() == Code.STREAM_CLOSED);
        }
        assertThat(fixture.served).isEmpty();
    }

    // ------------------------------------------------------------------ how many there may be

    @Test
    void opensNoMoreStreamsThanTheConnectionPointAllows() throws Exception {
        try (RawConnectionPoint connection = (RawConnectionPoint) fixture.up(Role.GATEWAY, "0003 00000002")) {
            int stream = connection.open();

            assertThat(connection.tunnel.isAccepting())
                    .as("another tunnel is chosen")
                    .isFalse();
            RelayFailure refused = TunnelFixture.relayFailure(connection.relay(TunnelFixture.get("/more")));
            assertThat(refused.reason().safeToRetry()).isTrue();
            assertThat(connection.readUntilPong())
                    .noneMatch(frame -> frame.type() == HEADERS || frame.type() == RST_STREAM);

            connection.peer.write(setting(3, 3));
            assertThat(connection.readUntilPong())
                    .anyMatch(frame -> frame.type() == Frame.SETTINGS && frame.has(Frame.ACK));
            assertThat(connection.tunnel.isAccepting()).isTrue();
            assertThat(connection.serve(FIELD).get("a")).isEqualTo("b");
            connection.peer.write(frame(RST_STREAM, 0, stream, "00000008"));
            connection.awaitExchangeFailure();
            assertThat(List.of(connection.serve(""), connection.serve(""))).hasSize(2);
        }
    }
}
