package opencmg.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import opencmg.certs.Credential;
import opencmg.certs.LabClient;
import opencmg.client.descriptor.LabFile;
import opencmg.client.descriptor.SiteClient;
import opencmg.client.http.Web;
import opencmg.client.http.WebRequest;
import opencmg.client.http.WebResponse;
import opencmg.client.http.WebTrust;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Whole requests over real sockets: edge, tunnel, connection point, management point and back. */
@ExtendWith(SharedLab.class)
class ThroughTheChainTest {

    private static final String MPLIST = "/SMS_MP/.sms_aut?MPLIST";
    private static final int LARGE = 20 << 20;

    private final SharedLab.Running lab;

    ThroughTheChainTest(SharedLab.Running lab) {
        this.lab = lab;
    }

    @Test
    void answersThePkiClientUnderMutualAuth() {
        WebResponse answer = ask(LabClient.PKI, WebRequest.get(lab.file().mutualAuth() + MPLIST));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().toString())
                .contains("<MPList>")
                .contains(lab.file().mpFqdn());
    }

    @Test
    void answersTheCcmTokenUnderServerAuth() {
        WebResponse answer = ask(
                null,
                WebRequest.get(lab.file().serverAuth() + MPLIST)
                        .bearer(lab.file().token("access")));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().toString()).contains("<MPList>");
    }

    @Test
    void exchangesAnEntraTokenForACcmToken() {
        WebResponse answer = ask(
                null,
                WebRequest.of("POST", lab.file().serverAuth() + "/CCM_STS")
                        .bearer(lab.file().token("entra")));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(ask(
                                null,
                                WebRequest.get(lab.file().serverAuth() + MPLIST)
                                        .bearer(answer.json().getString("access_token")))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void takesThePrefixInAnyCase() {
        String shouting = lab.file().mutualAuth().replace("CCM_Proxy_MutualAuth", "CCM_PROXY_MUTUALAUTH");

        assertThat(ask(LabClient.PKI, WebRequest.get(shouting + "/sms_mp/.SMS_AUT?MPLIST"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void servesAnEndpointWhosePathIsPercentEncoded() {
        WebResponse answer =
                ask(LabClient.PKI, WebRequest.get(lab.file().mutualAuth() + "/%53MS_M%50/%2Esms_aut?MPLIST"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().toString()).contains("<MPList>");
    }

    /** Name, client, request, status line. */
    private record Row(String name, @Nullable LabClient client, WebRequest ask, String expected) {}

    @TestFactory
    Stream<DynamicTest> refuses() {
        LabFile file = lab.file();
        return Stream.of(
                        new Row("no credential", null, WebRequest.get(file.serverAuth() + MPLIST), "401 "),
                        new Row("no certificate", null, WebRequest.get(file.mutualAuth() + MPLIST), "401 "),
                        new Row(
                                "foreign certificate",
                                LabClient.FOREIGN,
                                WebRequest.get(file.mutualAuth() + MPLIST),
                                "401 "),
                        new Row(
                                "expired certificate",
                                LabClient.EXPIRED,
                                WebRequest.get(file.mutualAuth() + MPLIST),
                                "401 "),
                        new Row(
                                "self-made certificate",
                                LabClient.SELF_SIGNED,
                                WebRequest.get(file.mutualAuth() + MPLIST),
                                "401 "),
                        new Row(
                                "revoked certificate",
                                LabClient.REVOKED,
                                WebRequest.get(file.mutualAuth() + MPLIST),
                                "403 "),
                        new Row("expired token", null, token("expired"), "401 CMGService_Invalid_Token"),
                        new Row("blocked token", null, token("blocked"), "401 CMGService_Invalid_Token"),
                        new Row("foreign token", null, token("foreign"), "401 CMGService_Invalid_Token"),
                        new Row(
                                "unknown role",
                                LabClient.PKI,
                                WebRequest.get(file.edge() + "/CCM_Proxy_MutualAuth/1" + MPLIST),
                                "404 "),
                        new Row(
                                "unpublished endpoint",
                                LabClient.PKI,
                                WebRequest.get(file.mutualAuth() + "/site/configuration"),
                                "404 "))
                .map(row -> DynamicTest.dynamicTest(row.name(), () -> {
                    WebResponse answer = ask(row.client(), row.ask());
                    assertThat(answer.status() + " " + answer.statusMessage()).startsWith(row.expected());
                    assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
                    assertThat(answer.hop()).isNotEmpty();
                    assertThat(answer.json().getString("requestId")).isNotEmpty();
                }));
    }

    @Test
    void carriesALargeUploadWhole(@TempDir Path dir) throws Exception {
        byte[] content = new byte[LARGE];
        new Random(11).nextBytes(content);
        Path file = Files.write(dir.resolve("upload"), content);
        WebRequest ask = WebRequest.of("BITS_POST", lab.file().serverAuth() + "/CCM_Incoming/lab")
                .bearer(lab.file().token("access"))
                .header("Content-Length", String.valueOf(LARGE));

        WebResponse answer = with(null, web -> web.upload(ask, file).await());

        assertThat(answer.json().getInteger("bytes")).isEqualTo(LARGE);
        assertThat(answer.json().getString("sha256"))
                .isEqualToIgnoringCase(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
    }

    @Test
    void carriesALargeDownloadWhole(@TempDir Path dir) throws Exception {
        Path file = dir.resolve("download");
        WebRequest ask = WebRequest.get(lab.file().serverAuth() + "/CCM_Client/lab/" + LARGE)
                .bearer(lab.file().token("access"));

        WebResponse answer = with(null, web -> web.download(ask, file, 0).await());

        assertThat(answer.header("Content-Length")).isEqualTo(String.valueOf(LARGE));
        assertThat(Files.size(file)).isEqualTo(LARGE);
    }

    @Test
    void givesTheSiteThePublicAddressOfTheGateway() {
        Web web = new Web(lab.vertx(), WebTrust.of(null));
        SiteClient site =
                new SiteClient(web, lab.file().siteServer(), lab.file().siteSecret());

        assertThat(site.query("SELECT [MutualAuthPath]\nFROM [dbo].[vProxy_Roles]\nWhere [RoleTypeID] = '6'")
                        .getJsonArray("rows")
                        .getJsonArray(0)
                        .getString(0))
                .isEqualTo(lab.file().mutualAuthPath());
        web.close().await();
    }

    @Test
    void answersServiceMetadataItself() {
        assertThat(ask(null, WebRequest.get(lab.file().edge() + "/CCM_Proxy_MutualAuth/ServiceMetadata"))
                        .status())
                .isEqualTo(200);
        assertThat(ask(
                                null,
                                WebRequest.get(lab.file().edge() + "/CCM_Proxy_ServerAuth/ServiceMetadata")
                                        .bearer(lab.file().token("expired")))
                        .statusMessage())
                .isEqualTo("CMGService_Invalid_Token");
    }

    private WebRequest token(String name) {
        return WebRequest.get(lab.file().serverAuth() + MPLIST)
                .bearer(lab.file().token(name));
    }

    private WebResponse ask(@Nullable LabClient client, WebRequest ask) {
        return with(client, web -> web.send(ask).await());
    }

    private WebResponse with(@Nullable LabClient client, Function<Web, WebResponse> conversation) {
        Credential shown = client == null ? null : lab.file().client(client);
        Web web = new Web(lab.vertx(), WebTrust.of(lab.file().caFile()).withCertificate(shown));
        try {
            return conversation.apply(web);
        } finally {
            web.close().await();
        }
    }
}
