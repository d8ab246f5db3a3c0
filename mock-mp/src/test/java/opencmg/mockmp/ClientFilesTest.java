package opencmg.mockmp;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedSite.class)
class ClientFilesTest {

    @Test
    void servesFilesWithoutRegardToCaseThatFitTheManifest(SiteForTests site) throws Exception {
        String manifest = new String(bytes(site, "/CCM_CLIENT/CCMSETUP.XML"), StandardCharsets.UTF_8);
        byte[] installer = bytes(site, "/ccm_client/x64/Client.MSI");

        assertThat(manifest)
                .contains("<File Name=\"x64/client.msi\" Size=\"%d\" SHA256=\"%s\"/>"
                        .formatted(installer.length, sha256(installer).toUpperCase(java.util.Locale.ROOT)));
        String cabinet = new String(bytes(site, "/CCM_Client/ccmsetup.cab"), StandardCharsets.ISO_8859_1);
        assertThat(cabinet)
                .startsWith("MSCF\0\0\0\0")
                .contains("ccmsetup.xml\0")
                .endsWith(manifest);
    }

    @Test
    void resumesWithRangesThatFitTogether(SiteForTests site) {
        byte[] whole = bytes(site, "/CCM_Client/lab/200000");
        HttpResponse<byte[]> rest = range(site, "/CCM_Client/lab/200000", "bytes=70001-");

        assertThat(whole).hasSize(200_000);
        assertThat(rest.statusCode()).isEqualTo(206);
        assertThat(rest.headers().firstValue("content-range")).hasValue("bytes 70001-199999/200000");
        assertThat(rest.body()).isEqualTo(Arrays.copyOfRange(whole, 70001, 200_000));
        assertThat(range(site, "/CCM_Client/ccmsetup.exe", "bytes=-10").body()).hasSize(10);
        assertThat(range(site, "/CCM_Client/ccmsetup.exe", "bytes=99999999-").statusCode())
                .isEqualTo(416);
        assertThat(range(site, "/CCM_Client/ccmsetup.exe", "lines=1-2").statusCode())
                .isEqualTo(200);
    }

    @Test
    void sendsAPartOnlyOfTheStateThatTheClientKnows(SiteForTests site) {
        for (String path : new String[] {"/CCM_Client/ccmsetup.exe", "/CCM_Client/lab/5000"}) {
            HttpResponse<byte[]> whole = range(site, path, "lines=1-2");
            String tag = whole.headers().firstValue("etag").orElseThrow();

            HttpResponse<byte[]> same = ifRange(site, path, "bytes=0-", tag);
            assertThat(same.statusCode()).isEqualTo(206);
            assertThat(same.headers().firstValue("content-range"))
                    .hasValue("bytes 0-%d/%d".formatted(whole.body().length - 1, whole.body().length));
            assertThat(ifRange(site, path, "bytes=1-2", "\"another\"").body()).isEqualTo(whole.body());
            HttpResponse<byte[]> outside = ifRange(site, path, "bytes=99999999-", tag);
            assertThat(outside.statusCode()).isEqualTo(416);
            assertThat(outside.headers().firstValue("content-range")).hasValue("bytes */" + whole.body().length);
        }
        String modified = range(site, "/CCM_Client/ccmsetup.exe", "bytes=0-0")
                .headers()
                .firstValue("last-modified")
                .orElseThrow();
        assertThat(ifRange(site, "/CCM_Client/ccmsetup.exe", "bytes=0-0", modified)
                        .statusCode())
                .isEqualTo(206);
    }

    @Test
    void ignoresTheRangeOfAHead(SiteForTests site) {
        HttpResponse<byte[]> head = SiteForTests.send(
                HttpRequest.newBuilder(site.mp().resolve("/CCM_Client/lab/5000"))
                        .method("HEAD", HttpRequest.BodyPublishers.noBody())
                        .header("Range", "bytes=1-2"),
                HttpResponse.BodyHandlers.ofByteArray());

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.headers().firstValue("content-length")).hasValue("5000");
        assertThat(head.headers().firstValue("content-range")).isEmpty();
    }

    @Test
    void hasNothingOutsideOfItsList(SiteForTests site) {
        assertThat(site.get("/CCM_Client/..%2Fsite.secret").statusCode()).isEqualTo(404);
        assertThat(site.get("/CCM_Client/%2e%2e/site.secret").statusCode()).isEqualTo(404);
        assertThat(site.get("/CCM_Client/nothing.txt").statusCode()).isEqualTo(404);
        assertThat(site.get("/CCM_Client/lab/1073741825").statusCode()).isEqualTo(404);
        assertThat(site.get("/CCM_Client/lab/-1").statusCode()).isEqualTo(404);
    }

    @Test
    void countsAndHashesWhatIsUploaded(SiteForTests site) throws Exception {
        byte[] body = new byte[3_000_000];
        Arrays.fill(body, (byte) 7);
        for (String method : new String[] {"POST", "BITS_POST"}) {
            HttpResponse<String> response =
                    SiteForTests.send(HttpRequest.newBuilder(site.mp().resolve("/ccm_incoming/LAB"))
                            .method(method, HttpRequest.BodyPublishers.ofByteArray(body)));
            assertThat(new JsonObject(response.body()))
                    .isEqualTo(new JsonObject().put("bytes", 3_000_000).put("sha256", sha256(body)));
        }
    }

    @Test
    void refusesAnUploadThatAnnouncesTooMuch(SiteForTests site) throws Exception {
        try (Socket socket = new Socket(site.mp().getHost(), site.mp().getPort())) {
            String head = "POST /CCM_Incoming/lab HTTP/1.1\r\nHost: mp\r\nContent-Length: 1073741825\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            BufferedReader answer =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            assertThat(answer.readLine()).isEqualTo("HTTP/1.1 413 Request Entity Too Large");
        }
    }

    private static HttpResponse<byte[]> range(SiteForTests site, String path, String range) {
        return SiteForTests.send(
                HttpRequest.newBuilder(site.mp().resolve(path)).header("Range", range),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    private static HttpResponse<byte[]> ifRange(SiteForTests site, String path, String range, String validator) {
        return SiteForTests.send(
                HttpRequest.newBuilder(site.mp().resolve(path))
                        .header("Range", range)
                        .header("If-Range", validator),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    private static byte[] bytes(SiteForTests site, String path) {
        HttpResponse<byte[]> response = SiteForTests.send(
                HttpRequest.newBuilder(site.mp().resolve(path)), HttpResponse.BodyHandlers.ofByteArray());
        assertThat(response.statusCode()).as(path).isEqualTo(200);
        return response.body();
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
