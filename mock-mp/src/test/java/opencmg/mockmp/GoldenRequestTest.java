package opencmg.mockmp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Requests made by golden/make_golden.py, byte by byte from protocol.md 2.2 to 2.7. */
@ExtendWith(SharedSite.class)
class GoldenRequestTest {

    private static final String CLIENT = "GUID:0F1E2D3C-4B5A-6978-8796-A5B4C3D2E1F0";

    @Test
    void aGoldenClientRegistersGetsPolicyAndReports(SiteForTests site) {
        String registered = SpecClient.text(post(site, "registration.bin"));
        assertThat(registered)
                .contains("Status=\"1\"")
                .contains("SMSID=\"" + CLIENT + "\"")
                .contains("ApprovalStatus=\"-1\"");

        assertThat(SpecClient.text(post(site, "policy.bin")))
                .startsWith("<ReplyAssignments")
                .contains("<![CDATA[https://<mp>/SMS_MP/.sms_pol?{6d2a1e44-9f0c-4a5b-8b1e-3f5d7c9e0a01}.1_00]]>")
                .as("an unapproved client gets no secrets")
                .doesNotContain("NAAConfig");

        assertThat(post(site, "heartbeat.bin").body()).isEmpty();
        assertThat(site.faceJson("GET", "/site/messages", "")
                        .getJsonArray("messages")
                        .encode())
                .contains("mp_ddrendpoint")
                .contains(CLIENT);
    }

    @Test
    void understandsAnUncompressedRequestAndOneWithPaddingAndNoContentType(SiteForTests site) {
        String expected =
                "<SiteInfoReply SchemaVersion=\"1.00\"><Site><SiteCode>LAB</SiteCode><Version>5.00.9128.1000</Version>";

        assertThat(SpecClient.text(post(site, "location-plain.bin"))).startsWith(expected);
        assertThat(SpecClient.text(post(site, "location-padded.bin"))).startsWith(expected);
    }

    @Test
    void repliesWithExactlyWhatKnownClientsNeed(SiteForTests site) {
        HttpResponse<byte[]> response = post(site, "location-plain.bin");

        assertThat(response.headers().firstValue("content-type"))
                .hasValue("multipart/mixed; boundary=\"aAbBcCdDv1234567890VxXyYzZ\"");
        String raw = new String(response.body(), ISO_8859_1);
        String headEnd = String.join(
                "\r\n",
                "--aAbBcCdDv1234567890VxXyYzZ",
                "content-type: text/plain; charset=UTF-16",
                "",
                "\u00FF\u00FE<\0M\0s\0g\0");
        assertThat(raw).startsWith(headEnd);
        assertThat(raw)
                .contains("\r\n--aAbBcCdDv1234567890VxXyYzZ\r\ncontent-type: application/octet-stream\r\n\r\nx\u009C");
        assertThat(raw).endsWith("\r\n--aAbBcCdDv1234567890VxXyYzZ--\r\n");
        String xml = SpecClient.text(response);
        assertThat(xml).as("one NUL ended it and nothing followed").endsWith("</SiteInfoReply>");
        int length = (xml.length() + 1) * 2;
        String header = new String(
                raw.substring(raw.indexOf('\u00FF') + 2, raw.indexOf("\r\n--", 40))
                        .getBytes(ISO_8859_1),
                UTF_16LE);
        assertThat(header)
                .contains("<Body Type=\"ByteRange\" Length=\"" + length + "\" Offset=\"0\"/>")
                .contains("<CorrelationID>{5DD100CD-DF1D-45F5-BA17-A327F43465F8}</CorrelationID>")
                .contains("<TargetAddress>direct:GOLDEN:SccmMessaging</TargetAddress>");
    }

    private static HttpResponse<byte[]> post(SiteForTests site, String file) {
        return SiteForTests.send(
                HttpRequest.newBuilder(site.mp().resolve("/CCM_System/Request"))
                        .header("Content-Type", "multipart/mixed; boundary=\"aAbBcCdDv1234567890VxXyYzZ\"")
                        .method("CCM_POST", HttpRequest.BodyPublishers.ofByteArray(golden(file))),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    private static byte[] golden(String file) {
        try (var in = GoldenRequestTest.class.getResourceAsStream("/golden/" + file)) {
            if (in == null) {
                throw new AssertionError("no golden file " + file);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
