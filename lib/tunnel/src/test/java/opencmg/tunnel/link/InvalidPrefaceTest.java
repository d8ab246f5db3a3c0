package opencmg.tunnel.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import opencmg.tunnel.link.Frame.Code;
import opencmg.tunnel.link.RawPeerFixture.Role;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Peers that do not begin as RFC 9113 3.4 wants it: they are cut, with or without a word. */
class InvalidPrefaceTest {

    private static RawPeerFixture fixture;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        fixture = new RawPeerFixture(directory);
    }

    @AfterAll
    static void stop() throws Exception {
        fixture.close();
    }

    private static void assertClosed(RawPeer peer) throws Exception {
        assertThat(peer.end()).isIn(null, Code.PROTOCOL_ERROR, Code.FRAME_SIZE_ERROR);
        assertThat(fixture.statusOnOtherConnection()).isEqualTo(204);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: cmg.example\r\n\r\n",
                "PRI * HTTP/2.0\r\n\r\nsm\r\n\r\n",
                "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n",
            })
    void closesOnAnythingButThePreface(String text) throws Exception {
        try (RawPeer peer = fixture.connect(Role.CONNECTION_POINT)) {
            peer.write(HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII)));

            assertClosed(peer);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"GET / HTTP/1.1\r\nHost: cmg.example\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"})
    void closesOnAConnectionPointWithoutHttp2(String text) throws Exception {
        try (RawPeer peer = fixture.connect(Role.GATEWAY)) {
            peer.write(HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII)));

            assertClosed(peer);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "SETTINGS without the words before, 000000 04 00 00000000",
        "zeros, 00000000 00000000 00000000 00000000 00000000 00000000",
    })
    void closesOnAGatewayWithoutThePreface(String what, String bytes) throws Exception {
        try (RawPeer peer = fixture.connect(Role.CONNECTION_POINT)) {
            peer.write(bytes + "00".repeat(30));

            assertClosed(peer);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "PING, 000008 06 00 00000000 0001020304050607",
        "WINDOW_UPDATE, 000004 08 00 00000000 00000001",
        "HEADERS, 000003 01 04 00000001 838784",
        "DATA, 000001 00 00 00000001 00",
        "an acknowledgement of SETTINGS, 000000 04 01 00000000",
        "a type that nobody knows, 000001 be 00 00000000 00",
    })
    void closesUnlessSettingsAreTheFirstFrame(String what, String frame) throws Exception {
        for (Role ours : Role.values()) {
            try (RawPeer peer = fixture.connect(ours)) {
                peer.write((ours == Role.GATEWAY ? "" : RawPeer.PREFACE) + frame);

                assertClosed(peer);
            }
        }
    }
}
