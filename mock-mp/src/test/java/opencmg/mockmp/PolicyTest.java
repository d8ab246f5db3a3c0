package opencmg.mockmp;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.cms.CMSEnvelopedData;
import org.bouncycastle.cms.jcajce.JceKeyTransEnvelopedRecipient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedSite.class)
class PolicyTest {

    private static final String PLAIN = "%7B6d2a1e44-9f0c-4a5b-8b1e-3f5d7c9e0a01%7D";
    private static final String SECRET = "%7b6d2a1e44-9f0c-4a5b-8b1e-3f5d7c9e0a02%7d";

    @Test
    void listsPoliciesWithALiteralPlaceholderAndHashesThatFit(SiteForTests site) throws Exception {
        String list = assignments(Clients.approved(site), "Always", "");
        Matcher plain = Pattern.compile(
                        "PolicyHashEx=\"SHA256:([0-9A-F]{64})\"><!\\[CDATA\\[https://<mp>(/SMS_MP/\\.sms_pol\\?\\{6d2a[^]]*0a01}\\.1_00)]]>")
                .matcher(list);
        assertThat(plain.find()).isTrue();

        byte[] body = bytes(site, "/SMS_MP/.sms_pol?" + PLAIN + ".1_00");
        assertThat(Arrays.copyOf(body, 2)).containsExactly(0xFF, 0xFE);
        byte[] text = Arrays.copyOfRange(body, 2, body.length);
        assertThat(HexFormat.of()
                        .withUpperCase()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(text)))
                .isEqualTo(plain.group(1));
        assertThat(bytes(site, "/sms_mp/.SMS_POL?" + PLAIN + ".SHA256:" + plain.group(1)))
                .isEqualTo(body);
        assertThat(site.get("/SMS_MP/.sms_pol?" + PLAIN + ".9_99").statusCode()).isEqualTo(404);
    }

    @Test
    void sealsASecretForTheClientThatSigns(SiteForTests site) throws Exception {
        SpecClient client = Clients.approved(site);
        String time = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        String token = client.id() + ";" + time + ";2";

        String bySdk = opened(client, secret(site, request -> request.header("ClientToken", token)
                .header("ClientTokenSignature", client.signature((token + "\0").getBytes(UTF_16LE)))));
        String byClient = opened(client, secret(site, request -> request.header("CCMClientID", client.id())
                .header("CCMClientIDSignature", client.signature((client.id() + "\0").getBytes(UTF_16LE)))
                .header("CCMClientTimestamp", time)
                .header("CCMClientTimestampSignature", client.signature((time + "\0").getBytes(UTF_16LE)))));

        assertThat(bySdk)
                .contains("NetworkAccessPassword")
                .endsWith("</Policy>\n\0")
                .isEqualTo(byClient);
    }

    @Test
    void showsAPageInsteadOfASecretToAnybodyElse(SiteForTests site) {
        SpecClient client = Clients.approved(site);
        SpecClient pending = Clients.pending(site);
        String old = client.id() + ";2020-01-01T00:00:00Z;2";
        String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        String notApproved = pending.id() + ";" + now + ";2";

        assertThat(page(site, request -> request)).contains("<html>");
        assertThat(page(site, request -> request.header("ClientToken", client.id() + ";" + now + ";2")
                        .header("ClientTokenSignature", "00FF")))
                .contains("<html>");
        assertThat(page(site, request -> request.header("ClientToken", old)
                        .header("ClientTokenSignature", client.signature((old + "\0").getBytes(UTF_16LE)))))
                .contains("<html>");
        assertThat(page(site, request -> request.header("ClientToken", notApproved)
                        .header("ClientTokenSignature", pending.signature((notApproved + "\0").getBytes(UTF_16LE)))))
                .contains("<html>");
    }

    @Test
    void sendsOnlyWhatIsNewToAClientThatHasTheRest(SiteForTests site) {
        SpecClient client = Clients.approved(site);
        SpecClient other = Clients.approved(site);
        String cookie = cookie(assignments(client, "Always", ""));
        assertThat(assignments(client, "OnUpdate", cookie))
                .doesNotContain("<PolicyAssignment ")
                .contains("<ServerCookie>" + cookie);

        JsonObject added = new JsonObject()
                .put("id", "{11111111-2222-3333-4444-555555555555}")
                .put("version", "2.00")
                .put("category", "Lab")
                .put("body", "<Policy/>")
                .put("device", client.id());
        site.tell("POST", "/site/policies", added.encode());

        assertThat(assignments(client, "OnUpdate", cookie))
                .contains("PolicyID=\"{11111111-2222-3333-4444-555555555555}\" PolicyVersion=\"2.00\"")
                .doesNotContain("ClientAgentConfig");
        assertThat(assignments(other, "Always", "")).doesNotContain("11111111-2222");
        assertThat(site.face("POST", "/site/policies", "{\"id\":\"no good;\"}").statusCode())
                .isEqualTo(400);
    }

    @Test
    void saysNothingToWhoDoesNotSign(SiteForTests site) {
        SpecClient client = Clients.approved(site);
        SpecClient stranger = new SpecClient(site.mp());

        assertThat(client.ask(Clients.DOOR, "MP_PolicyManager", "<RequestAssignments/>", false))
                .isEmpty();
        assertThat(stranger.ask(Clients.DOOR, "MP_PolicyManager", "<RequestAssignments/>", true))
                .isEmpty();
    }

    @Test
    void servesComplianceDocuments(SiteForTests site) {
        site.tell("POST", "/site/documents", "{\"id\":\"urn:policy-platform:lab:1\",\"body\":\"<Document/>\"}");

        HttpResponse<byte[]> document =
                get(site, "/SMS_MP/.sms_dcm?Id&DocumentId=urn:policy-platform:lab:1", same -> same);
        assertThat(new String(document.body(), UTF_16LE)).isEqualTo("\uFEFF<Document/>");
        assertThat(site.get("/SMS_MP/.sms_dcm?Id&DocumentId=urn:none").statusCode())
                .isEqualTo(404);
    }

    @Test
    void sendsTheSecretsToAClientThatWasApprovedAfterItsFirstList(SiteForTests site) {
        SpecClient client = Clients.pending(site);
        String before = assignments(client, "Always", "");
        assertThat(before).contains("ClientAgentConfig").doesNotContain("NAAConfig");

        site.tell("POST", "/site/devices/" + client.id() + "/approve", "");
        assertThat(assignments(client, "OnUpdate", cookie(before))).contains("NAAConfig");
    }

    @Test
    void wantsWindowsAuthenticationBelowItsPath(SiteForTests site) throws Exception {
        String path = "/SMS_MP_WindowsAuth/.sms_pol?" + PLAIN + ".1_00";
        HttpResponse<byte[]> nobody = get(site, path, same -> same);
        assertThat(nobody.statusCode()).isEqualTo(401);
        assertThat(nobody.headers().allValues("www-authenticate")).containsExactly("Negotiate", "NTLM");
        assertThat(get(site, path, request -> request.header("Authorization", "NTLM abc"))
                        .statusCode())
                .isEqualTo(200);
        assertThat(site.get("/SMS_MP_WindowsAuth/.sms_aut?MPLIST").statusCode()).isEqualTo(404);
    }

    private static String assignments(SpecClient client, String type, String cookie) {
        return client.ask(
                Clients.DOOR,
                "MP_PolicyManager",
                "<RequestAssignments SchemaVersion=\"1.00\" ACK=\"false\" RequestType=\"" + type
                        + "\"><PolicySource>SMS:LAB</PolicySource><ServerCookie>" + cookie
                        + "</ServerCookie></RequestAssignments>",
                true);
    }

    private static String cookie(String reply) {
        return reply.replaceFirst("(?s).*<ServerCookie>([0-9]+)<.*", "$1");
    }

    private static byte[] secret(SiteForTests site, UnaryOperator<HttpRequest.Builder> signed) {
        HttpResponse<byte[]> response = get(site, "/SMS_MP/.sms_pol?" + SECRET + ".1_00", signed);
        assertThat(response.headers().firstValue("content-type")).hasValue("application/octet-stream");
        return response.body();
    }

    private static String page(SiteForTests site, UnaryOperator<HttpRequest.Builder> signed) {
        return new String(
                get(site, "/SMS_MP/.sms_pol?" + SECRET + ".1_00", signed).body(),
                java.nio.charset.StandardCharsets.UTF_8);
    }

    private static String opened(SpecClient client, byte[] sealed) throws Exception {
        byte[] content = new CMSEnvelopedData(sealed)
                .getRecipientInfos()
                .iterator()
                .next()
                .getContent(new JceKeyTransEnvelopedRecipient(client.key()));
        return new String(content, UTF_16LE);
    }

    private static byte[] bytes(SiteForTests site, String path) {
        HttpResponse<byte[]> response = get(site, path, same -> same);
        assertThat(response.statusCode()).isEqualTo(200);
        return response.body();
    }

    private static HttpResponse<byte[]> get(SiteForTests site, String path, UnaryOperator<HttpRequest.Builder> change) {
        return SiteForTests.send(
                change.apply(HttpRequest.newBuilder(site.mp().resolve(path))), HttpResponse.BodyHandlers.ofByteArray());
    }
}
