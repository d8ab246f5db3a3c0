package opencmg.mockmp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is no message is refused with 400, stores nothing, and leaves the site alive. */
@ExtendWith(SharedSite.class)
class HostileMessageTest {

    private static final String LOCATION = "<SiteInformationRequest SchemaVersion=\"1.00\"/>";

    @Test
    void refusesWhatIsNoMessage(SiteForTests site) {
        SpecClient client = new SpecClient(site.mp());
        String good = new String(client.message("MP_LocationManager", LOCATION, false, "Sync"), ISO_8859_1);
        String length = String.valueOf((LOCATION.length() + 1) * 2);
        String wide = wide("Length=\"" + length + "\"");
        Map<String, byte[]> bad = new LinkedHashMap<>();
        bad.put("nothing", new byte[0]);
        bad.put("one byte", new byte[] {'-'});
        bad.put("no boundary", "hello".getBytes(ISO_8859_1));
        bad.put("cut in the middle", raw(good.substring(0, good.length() / 2)));
        bad.put("no closing boundary", raw(good.substring(0, good.length() - 2)));
        bad.put(
                "one part",
                raw(good.replaceFirst(
                        "(?s)\r\n--a[A-Za-z0-9]+\r\ncontent-type: application.*--",
                        "\r\n--aAbBcCdDv1234567890VxXyYzZ--")));
        bad.put("header that is no UTF-16", raw(good.replace("\u00FF\u00FE", "\u00FF\u00FE\u00D8")));
        bad.put("Length too large", raw(good.replace(wide, wide("Length=\"" + length + "0\""))));
        bad.put("Length negative", raw(good.replace(wide, wide("Length=\"-1\""))));
        bad.put("Length no number", raw(good.replace(wide, wide("Length=\"99999999999\""))));
        bad.put("bad zlib", SpecClient.multipart(header(100), new byte[] {0x78, (byte) 0x9C, 1, 2, 3, 4}));
        bad.put(
                "zlib that ends early",
                SpecClient.multipart(header(100), Arrays.copyOf(SpecClient.deflate(new byte[5000]), 12)));
        bad.put("zlib bomb", SpecClient.multipart(header(100), SpecClient.deflate(new byte[64 << 20])));
        bad.put(
                "doctype in the header",
                SpecClient.multipart("<!DOCTYPE Msg []>" + header(100), SpecClient.deflate(new byte[100])));
        bad.put("root is not Msg", SpecClient.multipart("<Other/>", SpecClient.deflate(new byte[100])));
        bad.put(
                "many parts",
                raw("--aAbBcCdDv1234567890VxXyYzZ\r\n\r\nx\r\n".repeat(100) + "--aAbBcCdDv1234567890VxXyYzZ--"));
        for (String body : new String[] {
            "<!DOCTYPE x [<!ENTITY a \"b\">]><SiteInformationRequest>&a;</SiteInformationRequest>",
            "<!DOCTYPE x SYSTEM \"file:///etc/passwd\"><SiteInformationRequest/>",
            "<SiteInformationRequest>&undefined;</SiteInformationRequest>",
            "<a>".repeat(5000) + "</a>".repeat(5000),
            "<SiteInformationRequest>" + "<x/>".repeat(100_000) + "</SiteInformationRequest>",
            "<SiteInformationRequest",
            "no xml at all",
            ""
        }) {
            String name = "body " + body.substring(0, Math.min(40, body.length()));
            bad.put(name, client.message("MP_LocationManager", body, false, "Sync"));
        }
        bad.put(
                "registration without Data",
                client.message("MP_ClientRegistration", "<ClientRegistrationRequest/>", false, "Sync"));
        bad.put(
                "registration with no certificate",
                client.message(
                        "MP_ClientRegistration",
                        "<ClientRegistrationRequest><Data><Certificates><Signing>00</Signing></Certificates></Data></ClientRegistrationRequest>",
                        false,
                        "Sync"));

        bad.forEach((name, bytes) -> assertThat(client.send(Clients.DOOR, bytes).statusCode())
                .as(name)
                .isEqualTo(400));
        assertThat(client.ask(Clients.DOOR, "MP_LocationManager", LOCATION, false))
                .contains("<SiteCode>LAB</SiteCode>");
    }

    @Test
    void tellsTheSenderWhatIsWrong(SiteForTests site) {
        SpecClient client = new SpecClient(site.mp());
        String good = new String(client.message("MP_LocationManager", LOCATION, false, "Sync"), ISO_8859_1);
        int length = (LOCATION.length() + 1) * 2;
        String right = wide("Length=\"" + length + "\"");
        Map<String, String> expected = Map.of(
                "-1", "Length is '-1', not a number of bytes from 2 to 999999998.\n",
                "0", "Length is '0', not a number of bytes from 2 to 999999998.\n",
                "2147483648", "Length is '2147483648', not a number of bytes from 2 to 999999998.\n",
                "101", "Length is 101, odd, and the body is UTF-16.\n",
                "9998", "Length says 9998 bytes, there are " + (length + 2) + ".\n",
                "20", "Length says 20 bytes and cuts the body, which has " + (length + 2) + ".\n");
        expected.forEach(
                (said, answer) -> assertThat(told(client, raw(good.replace(right, wide("Length=\"" + said + "\"")))))
                        .as(said)
                        .isEqualTo(answer));

        assertThat(told(client, raw(good.replace(right, wide("Length=\"&#10;ERROR\"")))))
                .as("a line of its own in the log")
                .isEqualTo("Length is '?ERROR', not a number of bytes from 2 to 999999998.\n");
        assertThat(told(client, raw("hello"))).isEqualTo("No multipart boundary in the body.\n");
        assertThat(told(client, SpecClient.multipart(header(100), new byte[] {0x78, (byte) 0x9C, 7, 2, 3, 4})))
                .isEqualTo("The body is not a zlib stream.\n");
        assertThat(told(client, SpecClient.multipart(header(100), SpecClient.deflate(new byte[64 << 20]))))
                .isEqualTo("The body inflates to more than 16777216 bytes.\n");
        assertThat(told(client, client.message("MP_LocationManager", "<!DOCTYPE x []><x/>", false, "Sync")))
                .isEqualTo("Part 2: a document type declaration is refused.\n");
        assertThat(told(client, SpecClient.multipart("<" + "x".repeat(9000) + "/>", new byte[2])))
                .hasSizeLessThan(300);
    }

    @Test
    void takesWhateverContentTypeIsSaid(SiteForTests site) {
        SpecClient client = new SpecClient(site.mp());
        byte[] good = client.message("MP_LocationManager", LOCATION, false, "Sync");
        for (String type :
                new String[] {"application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain"}) {
            byte[] sent = type.contains("boundary") ? new byte[] {1} : good;
            for (String method : new String[] {"CCM_POST", "POST"}) {
                assertThat(SiteForTests.send(HttpRequest.newBuilder(site.mp().resolve(Clients.DOOR))
                                        .header("Content-Type", type)
                                        .method(method, HttpRequest.BodyPublishers.ofByteArray(sent)))
                                .statusCode())
                        .as(method + " " + type)
                        .isEqualTo(sent == good ? 200 : 400);
            }
        }
    }

    @Test
    void refusesAChunkedBodyOverTheLimit(SiteForTests site) {
        byte[] much = new byte[(4 << 20) + 1];
        HttpResponse<String> response = SiteForTests.send(HttpRequest.newBuilder(
                        site.mp().resolve(Clients.DOOR))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .method("CCM_POST", HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(much))));

        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(response.body()).isEqualTo("The body is over the limit of 4194304 bytes.\n");
    }

    @Test
    void refusesABodyOverTheLimitAndHeadersOverTheirs(SiteForTests site) {
        SpecClient client = new SpecClient(site.mp());

        assertThat(client.send(Clients.DOOR, new byte[(4 << 20) + 1]).statusCode())
                .isEqualTo(413);
        assertThat(site.get("/SMS_MP/.sms_aut?MPLIST", request -> request.header("x-large", "x".repeat(70_000)))
                        .statusCode())
                .isEqualTo(431);
    }

    @Test
    void keepsNoReportThatIsBroken(SiteForTests site) {
        SpecClient client = Clients.approved(site);
        long before = reports(site);

        byte[] dtd = client.message("MP_HinvEndpoint", "<!DOCTYPE x []><Report/>", true, "ASync");
        assertThat(client.send(Clients.DOOR, dtd).statusCode()).isEqualTo(400);
        byte[] unsigned = client.message("MP_HinvEndpoint", "<Report/>", false, "ASync");
        assertThat(client.send(Clients.DOOR, unsigned).body()).isEmpty();
        byte[] signed = client.message("MP_HinvEndpoint", "<Report/>", true, "ASync");
        byte[] tampered = raw(new String(signed, ISO_8859_1).replace(wide("PC1<"), wide("PC2<")));
        assertThat(reports(site)).isEqualTo(before);

        assertThat(client.send(Clients.DOOR, tampered).body())
                .as("the header is not what is signed")
                .isEmpty();
        assertThat(client.send(Clients.DOOR, signed).body()).isEmpty();
        assertThat(reports(site)).isEqualTo(before + 2);
    }

    @Test
    void answersNothingForAnEndpointThatIsNotHere(SiteForTests site) {
        assertThat(new SpecClient(site.mp()).ask(Clients.DOOR, "MP_Nothing", "<x/>", false))
                .isEmpty();
    }

    @Test
    void refusesAQueryThatIsNotPercentEncoded(SiteForTests site) throws IOException {
        try (Socket socket = new Socket(site.mp().getHost(), site.mp().getPort())) {
            socket.getOutputStream().write(raw("GET /SMS_MP/.sms_pol?%zz HTTP/1.1\r\nHost: mp\r\n\r\n"));
            assertThat(new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1)).readLine())
                    .isEqualTo("HTTP/1.1 400 Bad Request");
        }
        assertThat(site.get("/SMS_MP/.sms_dcm?Id&DocumentId=%00").body()).isEqualTo("The query holds a NUL.\n");
    }

    private static String told(SpecClient client, byte[] message) {
        HttpResponse<byte[]> response = client.send(Clients.DOOR, message);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("content-type")).hasValue("text/plain; charset=utf-8");
        return new String(response.body(), ISO_8859_1);
    }

    private static long reports(SiteForTests site) {
        return site.faceJson("GET", "/site/messages", "")
                .getJsonObject("counts")
                .getLong("mp_hinvendpoint", 0L);
    }

    private static String header(int length) {
        return "<Msg SchemaVersion=\"1.1\"><Body Type=\"ByteRange\" Length=\"" + length
                + "\" Offset=\"0\"/><Hooks><Hook3"
                + " Name=\"zlib-compress\"/></Hooks><TargetEndpoint>MP_LocationManager</TargetEndpoint></Msg>";
    }

    /** UTF-16 as it looks in a string of bytes. */
    private static String wide(String text) {
        return new String(text.getBytes(UTF_16LE), ISO_8859_1);
    }

    private static byte[] raw(String text) {
        return text.getBytes(ISO_8859_1);
    }
}
