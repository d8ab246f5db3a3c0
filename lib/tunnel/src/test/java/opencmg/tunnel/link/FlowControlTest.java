package opencmg.tunnel.link;

import static opencmg.tunnel.link.Frame.DATA;
import static opencmg.tunnel.link.Frame.END_STREAM;
import static opencmg.tunnel.link.Frame.GOAWAY;
import static opencmg.tunnel.link.Frame.RST_STREAM;
import static opencmg.tunnel.link.Frame.SETTINGS;
import static opencmg.tunnel.link.Frame.WINDOW_UPDATE;
import static opencmg.tunnel.link.Frame.data;
import static opencmg.tunnel.link.Frame.setting;
import static opencmg.tunnel.link.Frame.windowUpdate;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import opencmg.tunnel.link.RawPeerFixture.Role;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Windows to the byte (RFC 9113 5.2 and 6.9), to a peer that counts: what our ends send, and what they let come. */
class FlowControlTest {

    private static RawPeerFixture fixture;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        fixture = new RawPeerFixture(directory);
    }

    @AfterAll
    static void stop() throws Exception {
        fixture.close();
    }

    /** Exactly so many bytes come now, and no more. */
    private static void assertSends(RawConnection connection, int bytes) throws IOException {
        int left = bytes;
        while (left > 0) {
            left -= connection.peer.next(DATA).length();
        }
        assertThat(left).as("bytes to come").isZero();
        assertSendsNothing(connection);
    }

    private static void assertSendsNothing(RawConnection connection) throws IOException {
        assertThat(connection.readUntilPong()).noneMatch(frame -> frame.type() == DATA);
    }

    /** Exactly so many bytes come, and the end of the stream. */
    private static void assertEnds(RawConnection connection, int stream, int bytes) throws IOException {
        int left = bytes;
        boolean end = false;
        while (!end) {
            Frame frame = connection.peer.next(DATA);
            assertThat(frame.stream()).isEqualTo(stream);
            left -= frame.length();
            end = frame.has(END_STREAM);
        }
        assertThat(left).as("bytes to come").isZero();
    }

    // ------------------------------------------------------------------ what our end sends

    @ParameterizedTest
    @EnumSource
    void respectsTheStreamWindow(Role ours) throws Exception {
        try (RawConnection connection = fixture.up(ours, "0004 0000000a")) {
            int stream = connection.send(100);
            assertSends(connection, 10);

            connection.peer.write(windowUpdate(stream, 5));
            assertSends(connection, 5);
            connection.peer.write(windowUpdate(stream, 84));
            assertSends(connection, 84);
            connection.peer.write(windowUpdate(stream, 1));
            assertEnds(connection, stream, 1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void waitsUntilANegativeWindowIsPositive(Role ours) throws Exception {
        try (RawConnection connection = fixture.up(ours, "0004 000003e8")) {
            int stream = connection.send(5000);
            assertSends(connection, 1000);

            connection.peer.write(setting(4, 100)); // 900 less than nothing
            assertSendsNothing(connection);
            connection.peer.write(windowUpdate(stream, 900));
            assertSendsNothing(connection);
            connection.peer.write(windowUpdate(stream, 10));
            assertSends(connection, 10);
            connection.peer.write(setting(4, 300));
            assertSends(connection, 200);
            connection.peer.write(windowUpdate(stream, 5000));
            assertEnds(connection, stream, 3790);
        }
    }

    @ParameterizedTest
    @EnumSource
    void respectsTheConnectionWindow(Role ours) throws Exception {
        try (RawConnection connection = fixture.up(ours, "0004 00100000")) {
            assertEnds(connection, connection.send(60_000), 60_000);
            int stream = connection.send(60_000);
            assertSends(connection, 65_535 - 60_000);

            connection.peer.write(windowUpdate(stream, 1000));
            assertSendsNothing(connection);
            connection.peer.write(windowUpdate(0, 10));
            assertSends(connection, 10);
            connection.peer.write(windowUpdate(0, 100_000));
            assertEnds(connection, stream, 60_000 - 5535 - 10);
        }
    }

    /** An empty DATA frame takes nothing of it (RFC 9113 6.9.1). */
    @ParameterizedTest
    @EnumSource
    void endsABodyWithAnEmptyWindow(Role ours) throws Exception {
        try (RawConnection connection = fixture.up(ours, "0004 0000000a")) {
            assertEnds(connection, connection.send(10), 10);
            connection.peer.write(setting(4, 0));
            assertEnds(connection, connection.send(0), 0);
        }
    }

    /** By RFC 9113 6.9.2 that ends the connection; an end that gives up no more than the stream keeps all that the rule is for. */
    @ParameterizedTest
    @EnumSource
    void rejectsSettingsThatOverflowAWindow(Role ours) throws Exception {
        try (RawConnection connection = fixture.up(ours, "")) {
            int stream = connection.open();

            connection.peer.write(windowUpdate(stream, Integer.MAX_VALUE - 65_535) + setting(4, 65_536));

            assertThat(connection.readUntilPong())
                    .filteredOn(frame -> frame.type() == RST_STREAM || frame.type() == GOAWAY)
                    .isNotEmpty()
                    .allMatch(frame -> frame.code() == Frame.Code.FLOW_CONTROL_ERROR);
            connection.awaitExchangeFailure();
        }
    }

    // ------------------------------------------------------------------ what our end reads

    /** What was read may come anew, and no more than that; before it waits for ever. */
    @ParameterizedTest
    @EnumSource
    void returnsExactlyTheConsumedBytesAsCredit(Role ours) throws Exception {
        byte[] body = TestBodies.of(300_000);
        try (RawConnection connection = fixture.up(ours, "")) {
            int stream = connection.receive();
            int window = 65_535;
            for (int at = 0; at < body.length; ) {
                int frame = Math.min(16_384, body.length - at);
                while (window < frame) {
                    Frame update = connection.peer.next(WINDOW_UPDATE);
                    window += update.stream() == stream ? Integer.parseInt(update.payload(), 16) : 0;
                    assertThat(window).isLessThanOrEqualTo(65_535);
                }
                boolean last = at + frame == body.length;
                connection.peer.write(data(last ? END_STREAM : 0, stream, Arrays.copyOfRange(body, at, at + frame)));
                window -= frame;
                at += frame;
            }
            assertThat(connection.received()).isEqualTo(TestBodies.digest(body));
        }
    }

    /** The socket hands bytes over as it likes. */
    @ParameterizedTest
    @EnumSource
    void readsFramesThatArriveByteByByte(Role ours) throws Exception {
        byte[] body = TestBodies.of(100);
        try (RawConnection connection = fixture.up(ours, "")) {
            connection.peer.most = 1;
            connection.peer.write(setting(0x0a0a, 1));
            assertThat(connection.peer.next(SETTINGS).has(Frame.ACK)).isTrue();
            int stream = connection.receive();
            connection.peer.write(data(0, stream, Arrays.copyOf(body, 60)));
            connection.peer.write(data(END_STREAM, stream, Arrays.copyOfRange(body, 60, 100)));

            assertThat(connection.received()).isEqualTo(TestBodies.digest(body));
            assertThat(connection.serve("00 01 61 01 62").get("a")).isEqualTo("b");
        }
    }
}
