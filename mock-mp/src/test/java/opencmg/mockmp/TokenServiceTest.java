package opencmg.mockmp;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedSite.class)
class TokenServiceTest {

    @Test
    void aBulkTokenHasTheProductsClaimsInTheirOrder(SiteForTests site) {
        JsonObject issued = site.faceJson("POST", "/site/tokens", "{\"lifetimeMinutes\":60}");
        String[] parts = issued.getString("token").split("\\.", -1);

        JsonObject header = new JsonObject(decoded(parts[0]));
        assertThat(header.fieldNames()).containsExactlyInAnyOrder("typ", "alg", "x5t");
        assertThat(Base64.getUrlDecoder().decode(header.getString("x5t"))).hasSize(20);
        JsonObject claims = new JsonObject(decoded(parts[1]));
        assertThat(claims.fieldNames())
                .containsExactly(
                        "SCCMTokenCategory",
                        "Authority",
                        "License",
                        "Type",
                        "TenantId",
                        "UniqueId",
                        "iss",
                        "aud",
                        "exp",
                        "nbf");
        assertThat(claims.getString("SCCMTokenCategory")).isEqualTo("SCCMPreAuthToken");
        assertThat(claims.getString("UniqueId")).isEqualTo(issued.getString("id"));
        assertThat(claims.getLong("exp") - claims.getLong("nbf")).isEqualTo(3600);
        assertThat(claims.getString("iss"))
                .isEqualTo("urn:sccm:oauth2:" + claims.getString("TenantId").toLowerCase(java.util.Locale.ROOT));
    }

    @Test
    void exchangesABulkTokenAndRegistersAnApprovedClientWithTheAccessToken(SiteForTests site) {
        String access = exchange(site, bulk(site).getString("token"));
        SpecClient client = new SpecClient(site.mp()).with("Authorization", "Bearer " + access);

        assertThat(client.register("/ccm_system_tokenauth/request"))
                .contains("Status=\"0\"")
                .contains("ApprovalStatus=\"1\"");
        assertThat(client.id()).matches("GUID:[0-9A-F-]{36}");
    }

    @Test
    void refusesABlockedTokenAndTakesItAgainWhenUnblocked(SiteForTests site) {
        JsonObject bulk = bulk(site);
        String path = "/site/tokens/" + bulk.getString("id");

        long blocked =
                site.faceJson("POST", path + "/block", "{\"by\":\"a test\"}").getLong("version");
        assertThat(sts(site, bulk.getString("token")).statusCode()).isEqualTo(401);
        assertThat(site.faceJson("GET", "/site/configuration?after=0", "").encode())
                .contains(bulk.getString("id"))
                .contains("a test");

        long unblocked = site.faceJson("POST", path + "/unblock", "").getLong("version");
        assertThat(unblocked).isGreaterThan(blocked);
        assertThat(sts(site, bulk.getString("token")).statusCode()).isEqualTo(200);
        assertThat(site.face("POST", "/site/tokens/" + UUID.randomUUID() + "/unblock", "")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void aBlockedTokenTakesTheAccessTokensAlongThatWereGotWithIt(SiteForTests site) {
        JsonObject bulk = bulk(site);
        String access = exchange(site, bulk.getString("token"));
        JsonObject claims = new JsonObject(decoded(access.split("\\.", -1)[1]));
        assertThat(claims.getString("ParentId")).isEqualTo(bulk.getString("id"));
        assertThat(policyStatus(site, access)).isNotEqualTo(401);

        assertThat(site.faceJson("POST", "/site/tokens/" + bulk.getString("id") + "/block", "{\"by\":\"a test\"}")
                        .getLong("version"))
                .isPositive();
        assertThat(policyStatus(site, access)).isEqualTo(401);
    }

    private static int policyStatus(SiteForTests site, String token) {
        return site.get("/SMS_MP_TokenAuth/.sms_pol?x", request -> request.header("Authorization", "Bearer " + token))
                .statusCode();
    }

    @Test
    void refusesNoTokenGarbageAndAnAccessToken(SiteForTests site) {
        assertThat(site.get("/CCM_STS").statusCode()).isEqualTo(401);
        assertThat(sts(site, "garbage").statusCode()).isEqualTo(401);
        assertThat(sts(site, "a.b.c").statusCode()).isEqualTo(401);
        String access = exchange(site, bulk(site).getString("token"));
        assertThat(sts(site, access).statusCode()).isEqualTo(401);
        assertThat(sts(site, access.substring(0, access.length() - 8) + "AAAAAAAA")
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void keepsOlderSigningCertificatesValidUntilTheyAreDropped(SiteForTests site) {
        String old = bulk(site).getString("token");
        String oldThumbprint = new JsonObject(decoded(old.split("\\.", -1)[0])).getString("x5t");

        String renewed = site.faceJson("POST", "/site/token-signing/renew", "").getString("x5t");
        assertThat(renewed).isNotEqualTo(oldThumbprint);
        assertThat(sts(site, old).statusCode()).isEqualTo(200);
        assertThat(site.face("DELETE", "/site/token-signing/" + renewed, "").statusCode())
                .as("the one that signs now stays")
                .isEqualTo(404);

        assertThat(site.face("DELETE", "/site/token-signing/" + oldThumbprint, "")
                        .statusCode())
                .isEqualTo(200);
        assertThat(sts(site, old).statusCode()).isEqualTo(401);
        assertThat(sts(site, bulk(site).getString("token")).statusCode()).isEqualTo(200);
    }

    static JsonObject bulk(SiteForTests site) {
        return site.faceJson("POST", "/site/tokens", "");
    }

    static String exchange(SiteForTests site, String token) {
        HttpResponse<String> response = sts(site, token);
        assertThat(response.statusCode()).isEqualTo(200);
        JsonObject answer = new JsonObject(response.body());
        assertThat(answer.getString("token_type")).isEqualTo("Bearer");
        assertThat(answer.getInteger("expires_in")).isEqualTo(28800);
        return answer.getString("access_token");
    }

    private static HttpResponse<String> sts(SiteForTests site, String token) {
        return site.get("/ccm_sts", request -> request.header("Authorization", "Bearer " + token)
                .POST(HttpRequest.BodyPublishers.noBody()));
    }

    private static String decoded(String part) {
        return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
    }
}
