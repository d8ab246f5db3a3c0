package opencmg.tunnel.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.BlockingQueue;
import opencmg.tunnel.eventually.Eventually;
import opencmg.tunnel.link.Frame.Code;
import opencmg.tunnel.link.GatewayConnection.PeerLimits;
import opencmg.tunnel.link.RawPeerFixture.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames that cost their sender little and their receiver more, and a peer that sends but does not read. */
class FloodTest {

    private static final int TWO_SECONDS_WORTH = 2001;
    private static final String PING_FRAME = "000008" + "06" + "00" + "00000000" + "0123456789abcdef";
    private static final String SETTINGS_FRAME = "000000" + "04" + "00" + "00000000";

    /** A peer may send as many control frames as it likes. */
    private static final PeerLimits UNLIMITED_RATE = new PeerLimits(1 << 28, 1 << 29, Integer.MAX_VALUE);

    private static final int MAX_GROWTH = 10 << 20;

    @TempDir
    Path directory;

    private RawPeerFixture fixture;

    @BeforeEach
    void start() throws Exception {
        fixture = new RawPeerFixture(directory, PeerLimits.DEFAULT);
    }

    @AfterEach
    void stop() throws Exception {
        fixture.close();
    }

    private static void awaitReason(BlockingQueue<String> reasons, String text) throws Exception {
        Eventually.holds(() -> reasons.stream().anyMatch(reason -> reason.contains(text)));
    }

    // ------------------------------------------------------------------ floods that are read

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "GATEWAY, PING, 000008 06 00 00000000 0123456789abcdef",
        "CONNECTION_POINT, PING, 000008 06 00 00000000 0123456789abcdef",
        "GATEWAY, acknowledgements of PING, 000008 06 01 00000000 0123456789abcdef",
        "GATEWAY, SETTINGS, 000000 04 00 00000000",
        "CONNECTION_POINT, SETTINGS, 000000 04 00 00000000",
        "CONNECTION_POINT, acknowledgements of SETTINGS, 000000 04 01 00000000",
        "GATEWAY, PRIORITY, 000005 02 00 00000063 0000000010",
        "CONNECTION_POINT, PRIORITY, 000005 02 00 00000063 0000000010",
        "GATEWAY, WINDOW_UPDATE, 000004 08 00 00000000 00000001",
        "CONNECTION_POINT, WINDOW_UPDATE, 000004 08 00 00000000 00000001",
        "GATEWAY, empty DATA, 000000 00 00 00000001",
        "CONNECTION_POINT, empty DATA, 000000 00 00 00000001",
        "CONNECTION_POINT, unknown frames, 000000 77 00 00000000"
    })
    void endsTheConnectionOverAFlood(Role ours, String what, String frame) throws Exception {
        try (RawConnection connection = fixture.up(ours, "")) {
            connection.peer.write(frame.repeat(TWO_SECONDS_WORTH));

            assertThat(connection.peer.end()).isEqualTo(Code.ENHANCE_YOUR_CALM);
        }
        awaitReason(
                ours == Role.GATEWAY ? fixture.ends.gateway.down : fixture.ends.dialling.down,
                "more than 1000 control frames within a second");
        assertThat(fixture.statusOnOtherConnection()).isEqualTo(204);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "GATEWAY, '{\"type\":\"site\",\"version\":1,\"document\":\"e30\"}'",
        "GATEWAY, '{\"type\":\"drain\",\"why\":\"no reason\"}'",
        "CONNECTION_POINT, '{\"type\":\"drain\",\"why\":\"no reason\"}'"
    })
    void endsTheConnectionOverAFloodOfControlMessages(Role ours, String json) throws Exception {
        byte[] text = json.getBytes(StandardCharsets.UTF_8);
        byte[] message = ByteBuffer.allocate(Integer.BYTES + text.length)
                .putInt(text.length)
                .put(text)
                .array();
        try (RawConnection connection = fixture.up(ours, "")) {
            connection.peer.write(
                    Frame.data(0, RawConnection.CONTROL_STREAM, message).repeat(70));

            assertThat(connection.peer.end()).isEqualTo(Code.ENHANCE_YOUR_CALM);
        }
        assertThat(fixture.statusOnOtherConnection()).isEqualTo(204);
    }

    /** A peer that reads a large body may give back small pieces of the window, for the stream and for the connection. */
    @ParameterizedTest
    @EnumSource
    void takesAsManyWindowUpdatesAsALargeBodyNeeds(Role ours) throws Exception {
        int left = 8 << 20;
        try (RawConnection connection = fixture.up(ours, "0004 00001000")) {
            int stream = connection.send(left);
            while (left > 0) {
                Frame data = connection.peer.next(Frame.DATA);
                left -= data.length();
                StringBuilder updates = new StringBuilder();
                for (int credit = data.length(); credit > 0; credit -= 2048) {
                    int piece = Math.min(credit, 2048);
                    updates.append(Frame.windowUpdate(stream, piece)).append(Frame.windowUpdate(0, piece));
                }
                connection.peer.write(updates.toString());
            }
            assertThat(connection.readUntilPong()).noneMatch(frame -> frame.type() == Frame.GOAWAY);
        }
    }

    // ------------------------------------------------------------------ floods whose replies are not read

    /** Fills the socket's buffers, and sends on until it is cut off. */
    private static void floodWithoutReading(RawPeerFixture fixture, String frame, Runnable afterEachWrite)
            throws Exception {
        fixture.receiveBuffer = 8 << 10;
        byte[] frames = HexFormat.of().parseHex(frame.repeat(900));
        try (RawConnection connection = fixture.up(Role.GATEWAY, "")) {
            while (true) {
                connection.peer.write(frames);
                afterEachWrite.run();
            }
        } catch (IOException cutOff) {
            awaitReason(fixture.ends.gateway.down, "does not read");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {PING_FRAME, SETTINGS_FRAME})
    void cutsAPeerOffThatDoesNotReadAcknowledgements(String frame) throws Exception {
        RawPeerFixture unlimited = new RawPeerFixture(Files.createDirectory(directory.resolve("2")), UNLIMITED_RATE);
        try {
            long[] most = {0};
            long before = directMemory();

            floodWithoutReading(unlimited, frame, () -> most[0] = Math.max(most[0], directMemory()));

            assertThat(most[0] - before).isLessThan(MAX_GROWTH);
            assertThat(unlimited.statusOnOtherConnection()).isEqualTo(204);
        } finally {
            unlimited.close();
        }
    }

    private static long directMemory() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                        .filter(pool -> pool.getName().equals("direct"))
                        .mapToLong(BufferPoolMXBean::getMemoryUsed)
                        .sum()
                + Math.max(0, PlatformDependent.usedDirectMemory());
    }

    @Test
    @Tag("soak")
    void keepsItsMemoryDuringAMinuteOfPingsWithoutReading() throws Exception {
        RawPeerFixture unlimited = new RawPeerFixture(Files.createDirectory(directory.resolve("2")), UNLIMITED_RATE);
        try {
            floodFor(unlimited, Duration.ofSeconds(15));
            long before = residentBytesOutsideTheHeap();
            floodFor(unlimited, Duration.ofSeconds(60));

            assertThat(residentBytesOutsideTheHeap() - before).isLessThan(MAX_GROWTH);
        } finally {
            unlimited.close();
        }
    }

    private static void floodFor(RawPeerFixture fixture, Duration duration) throws Exception {
        long end = System.nanoTime() + duration.toNanos();
        while (System.nanoTime() < end) {
            floodWithoutReading(fixture, PING_FRAME, () -> {});
            fixture.ends.gateway.down.clear();
        }
    }

    /** The heap's size is that of the tests, which share the JVM with our ends. Linux only. */
    private static long residentBytesOutsideTheHeap() throws IOException {
        System.gc();
        long kibibytes = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
        return (kibibytes << 10)
                - ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getCommitted();
    }
}
