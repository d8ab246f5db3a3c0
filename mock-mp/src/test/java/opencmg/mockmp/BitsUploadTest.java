package opencmg.mockmp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Uploads by the BITS upload protocol [MC-BUP], as a client of it sends them. */
@ExtendWith(SharedSite.class)
class BitsUploadTest {

    private static final String PROTOCOL = "{7df0354d-249b-430f-820d-3d2a9bef4931}";

    private final String path = "/CCM_Incoming/" + UUID.randomUUID();
    private final byte[] file = new byte[100_000];

    BitsUploadTest() {
        for (int i = 0; i < file.length; i++) {
            file[i] = (byte) (i * 7 + i / 251);
        }
    }

    @Test
    void takesAFileInFragments(SiteForTests site) throws Exception {
        assertThat(packet(site, "Ping", "").statusCode()).isEqualTo(200);
        String session = session(site);

        HttpResponse<String> first = fragment(site, session, 0, 60_000);
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(header(first, "BITS-Packet-Type")).isEqualTo("Ack");
        assertThat(header(first, "BITS-Session-Id")).isEqualTo(session);
        assertThat(header(first, "BITS-Received-Content-Range")).isEqualTo("60000");
        assertThat(header(packet(site, "Close-Session", session), "BITS-Error"))
                .as("not all of it is there")
                .isEqualTo("0x80070057");
        assertThat(header(fragment(site, session, 60_000, 100_000), "BITS-Received-Content-Range"))
                .isEqualTo("100000");
        assertThat(packet(site, "Close-Session", session).statusCode()).isEqualTo(200);

        assertThat(upload(site).getInteger("bytes")).isEqualTo(100_000);
        assertThat(upload(site).getString("sha256"))
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(file)));
        assertThat(header(packet(site, "Close-Session", session), "BITS-Error")).isEqualTo("0x8020001F");
    }

    @Test
    void saysWhereToGoOnAfterAFragmentThatWasCut(SiteForTests site) throws Exception {
        String session = session(site);
        try (Socket socket = new Socket(site.mp().getHost(), site.mp().getPort())) {
            String head =
                    "BITS_POST " + path + " HTTP/1.1\r\nHost: mp\r\nBITS-Packet-Type: Fragment\r\nBITS-Session-Id: "
                            + session + "\r\nContent-Range: bytes 0-99999/100000\r\nContent-Length: 100000\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(US_ASCII));
            socket.getOutputStream().write(file, 0, 30_000);
            socket.getOutputStream().flush();
            // The client believes that nothing arrived; what the site has is what counts.
            int received = 0;
            while (received == 0) {
                HttpResponse<String> outOfStep = fragment(site, session, 99_999, 100_000);
                assertThat(outOfStep.statusCode()).isEqualTo(416);
                received = Integer.parseInt(header(outOfStep, "BITS-Received-Content-Range"));
            }
            assertThat(received).isLessThanOrEqualTo(30_000);
        }
        int resumed = Integer.parseInt(header(fragment(site, session, 99_999, 100_000), "BITS-Received-Content-Range"));
        assertThat(fragment(site, session, resumed, 100_000).statusCode()).isEqualTo(200);
        assertThat(packet(site, "Close-Session", session).statusCode()).isEqualTo(200);
        assertThat(upload(site).getString("sha256"))
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(file)));
    }

    @Test
    void forgetsWhatIsCancelled(SiteForTests site) {
        String session = session(site);
        assertThat(packet(site, "Cancel-Session", session).statusCode()).isEqualTo(200);

        HttpResponse<String> late = fragment(site, session, 0, 10);
        assertThat(late.statusCode()).isEqualTo(500);
        assertThat(header(late, "BITS-Error-Code")).isEqualTo("0x8020001F");
        assertThat(header(late, "BITS-Error-Context")).isEqualTo("0x5");
    }

    @Test
    void refusesWhatIsNoBits(SiteForTests site) {
        assertThat(packet(site, "Explode", "").statusCode()).isEqualTo(400);
        assertThat(packet(site, "Fragment", "none").statusCode()).isEqualTo(500);
        HttpResponse<String> other = bits(
                site,
                "Create-Session",
                request -> request.header("BITS-Supported-Protocols", "{00000000-0000-0000-0000-000000000000}"));
        assertThat(other.statusCode()).isEqualTo(400);

        String session = session(site);
        for (String range : new String[] {
            "bytes 0-9/5",
            "bytes 9-0/100",
            "bytes 0-5/100",
            "bytes 0-9/*",
            "0-9/100",
            "bytes -1-8/100",
            "bytes 0-9/9999999999999999999"
        }) {
            assertThat(ranged(site, session, range, 0, 10).statusCode())
                    .as(range)
                    .isEqualTo(400);
        }
        assertThat(ranged(site, session, "bytes 0-9/1073741825", 0, 10).statusCode())
                .isEqualTo(413);
        assertThat(ranged(site, session, "bytes 0-9/100", 0, 10).statusCode()).isEqualTo(200);
        assertThat(ranged(site, session, "bytes 10-19/200", 10, 20).statusCode())
                .as("another file")
                .isEqualTo(400);
    }

    private String session(SiteForTests site) {
        HttpResponse<String> created =
                bits(site, "Create-Session", request -> request.header("BITS-Supported-Protocols", PROTOCOL));
        assertThat(created.statusCode()).isEqualTo(200);
        assertThat(header(created, "BITS-Protocol")).isEqualTo(PROTOCOL);
        return header(created, "BITS-Session-Id");
    }

    private HttpResponse<String> packet(SiteForTests site, String type, String session) {
        return bits(site, type, request -> session.isEmpty() ? request : request.header("BITS-Session-Id", session));
    }

    private HttpResponse<String> bits(SiteForTests site, String type, UnaryOperator<HttpRequest.Builder> change) {
        return SiteForTests.send(change.apply(HttpRequest.newBuilder(site.mp().resolve(path))
                .header("BITS-Packet-Type", type)
                .method("BITS_POST", HttpRequest.BodyPublishers.noBody())));
    }

    private HttpResponse<String> fragment(SiteForTests site, String session, int from, int to) {
        return ranged(site, session, "bytes " + from + "-" + (to - 1) + "/" + file.length, from, to);
    }

    private HttpResponse<String> ranged(SiteForTests site, String session, String range, int from, int to) {
        return SiteForTests.send(HttpRequest.newBuilder(site.mp().resolve(path))
                .header("BITS-Packet-Type", "Fragment")
                .header("BITS-Session-Id", session)
                .header("Content-Range", range)
                .method("BITS_POST", HttpRequest.BodyPublishers.ofByteArray(Arrays.copyOfRange(file, from, to))));
    }

    private JsonObject upload(SiteForTests site) {
        return site.faceJson("GET", "/site/uploads", "").getJsonArray("uploads").stream()
                .map(JsonObject.class::cast)
                .filter(upload -> path.equals(upload.getString("path")))
                .findFirst()
                .orElseThrow();
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }
}
