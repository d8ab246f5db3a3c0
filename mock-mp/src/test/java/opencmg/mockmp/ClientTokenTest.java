package opencmg.mockmp;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import opencmg.certs.CaEnvironment;
import opencmg.certs.SelfSigned;
import opencmg.settings.site.MpMode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client's life over 120 days with its own token. */
class ClientTokenTest {

    @TempDir
    Path directory;

    @Test
    void renewsItsTokenMonthlyAndIsLostOnceItStops() throws Exception {
        MovingClock clock = new MovingClock();
        try (SiteForTests site = SiteForTests.start(SiteForTests.settings(directory, MpMode.EHTTP), clock)) {
            SpecClient client = Clients.approved(site).withoutHeaders();
            String token = clientToken(client);
            JsonObject claims = claims(token);
            assertThat(claims.getString("SCCMTokenCategory")).isEqualTo("SelfProveToken");
            assertThat(claims.getString("DeviceId")).isEqualTo(client.id());
            assertThat(claims.getLong("exp") - claims.getLong("nbf"))
                    .isEqualTo(Duration.ofDays(90).toSeconds());

            JsonObject access = claims(accessToken(sts(site, token, client.certificate())));
            assertThat(access.getString("Type")).isEqualTo("Device");
            assertThat(access.getString("DeviceId")).isEqualTo(client.id());
            assertThat(sts(
                                    site,
                                    token,
                                    SelfSigned.configMgrClient(CaEnvironment.real())
                                            .certificate())
                            .statusCode())
                    .as("with somebody else's certificate")
                    .isEqualTo(401);
            assertThat(sts(site, token, null).statusCode()).as("without one").isEqualTo(401);

            for (int month = 1; month <= 4; month++) {
                clock.move(Duration.ofDays(30));
                assertThat(sts(site, token, client.certificate()).statusCode()).isEqualTo(200);
                token = clientToken(client);
            }
            clock.move(Duration.ofDays(90).plusMinutes(6));
            HttpResponse<String> late = sts(site, token, client.certificate());
            assertThat(late.statusCode()).isEqualTo(401);
            assertThat(late.body()).contains("expired");
        }
    }

    @Test
    void anAccessTokenLastsEightHours() {
        MovingClock clock = new MovingClock();
        try (SiteForTests site = SiteForTests.start(SiteForTests.settings(directory, MpMode.HTTP), clock)) {
            SpecClient client = Clients.approved(site);
            clock.move(Duration.ofHours(8));
            assertThat(client.send(Clients.TOKEN_DOOR, client.registration("Registration", ""))
                            .statusCode())
                    .isEqualTo(200);
            clock.move(Duration.ofMinutes(6));
            assertThat(client.send(Clients.TOKEN_DOOR, client.registration("Registration", ""))
                            .statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    void givesNoTokenToAPendingClient() {
        try (SiteForTests site = SiteForTests.start(SiteForTests.settings(directory, MpMode.HTTP))) {
            SpecClient client = Clients.pending(site);
            assertThat(client.ask(Clients.DOOR, "MP_TokenManager", "<ClientTokenRequest/>", true))
                    .isEmpty();

            site.tell("POST", "/site/devices/" + client.id() + "/approve", "");
            assertThat(client.ask(Clients.DOOR, "MP_TokenManager", "<ClientTokenRequest/>", false))
                    .isEmpty();
            assertThat(clientToken(client)).contains(".");
            assertThat(site.faceJson("GET", "/site/tokens", "").encode())
                    .contains(client.id())
                    .doesNotContain("eyJ");
        }
    }

    private static String clientToken(SpecClient client) {
        String reply =
                client.ask(Clients.DOOR, "MP_TokenManager", "<ClientTokenRequest SchemaVersion=\"1.00\"/>", true);
        return reply.replaceFirst("(?s).*>([^<]+)</ClientTokenReply>", "$1");
    }

    private static HttpResponse<String> sts(SiteForTests site, String token, @Nullable X509Certificate certificate) {
        return site.get("/CCM_STS", request -> {
            HttpRequest.Builder signed =
                    request.header("Authorization", "Bearer " + token).header("x-opencmg-client-way", "token");
            return certificate == null ? signed : signed.header("Client-Cert", structured(certificate));
        });
    }

    private static String structured(X509Certificate certificate) {
        try {
            return ":" + Base64.getEncoder().encodeToString(certificate.getEncoded()) + ":";
        } catch (java.security.cert.CertificateEncodingException e) {
            throw new AssertionError(e);
        }
    }

    private static String accessToken(HttpResponse<String> response) {
        assertThat(response.statusCode()).isEqualTo(200);
        return new JsonObject(response.body()).getString("access_token");
    }

    private static JsonObject claims(String token) {
        return new JsonObject(
                new String(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]), StandardCharsets.UTF_8));
    }
}
