package opencmg.mockmp;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import opencmg.settings.site.Role;
import opencmg.settings.site.SiteConfiguration;
import opencmg.settings.site.SiteDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedSite.class)
class SiteFaceTest {

    @Test
    void wantsTheSecret(SiteForTests site) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(site.site().siteServerUrl().resolve("/site/devices"));

        assertThat(SiteForTests.send(request).statusCode()).isEqualTo(401);
        assertThat(SiteForTests.send(request.header("Authorization", "Bearer guessed"))
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void runsTheQueryOfTheDocumentsAsWritten(SiteForTests site) {
        assertThat(site.faceJson("PUT", "/site/service-name", "cmg.corp.example:8443")
                        .getString("serviceName"))
                .isEqualTo("cmg.corp.example:8443");
        JsonObject table = site.faceJson(
                "POST",
                "/site/query",
                "SELECT [MutualAuthPath]  \nFROM [dbo].[vProxy_Roles]  \nWhere [RoleTypeID] = '6'\n");

        assertThat(table.getJsonArray("columns")).isEqualTo(new JsonArray().add("MutualAuthPath"));
        assertThat(table.getJsonArray("rows").encode())
                .isEqualTo("[[\"cmg.corp.example:8443/CCM_Proxy_MutualAuth/72057594037927939\"]]");
    }

    @Test
    void runsNothingButOneSelect(SiteForTests site) {
        for (String sql : new String[] {
            "DELETE FROM dbo.devices",
            "SELECT 1; DROP TABLE dbo.devices",
            "SELECT FILE_READ('/etc/passwd')",
            "SELECT \"FILE_READ\"('/etc/passwd')",
            "SELECT * INTO x FROM dbo.devices",
            "SELECT 1 /* hidden */",
            "SELECT nothing FROM nowhere",
            ""
        }) {
            assertThat(site.face("POST", "/site/query", sql).statusCode())
                    .as(sql)
                    .isEqualTo(400);
        }
    }

    @Test
    void handsOutTheConfigurationAndMakesWaitersWaitForTheNext(SiteForTests site) throws Exception {
        SiteConfiguration now = configuration(site.face("GET", "/site/configuration?after=0", ""));
        assertThat(now.siteCode()).isEqualTo("LAB");
        assertThat(now.role("72057594037927939").map(Role::internalUrl))
                .hasValue(site.site().managementPointUrl());
        assertThat(now.roles().get(0).endpoints())
                .filteredOn(endpoint -> endpoint.enrolment())
                .extracting(endpoint -> endpoint.path())
                .containsExactlyInAnyOrder(
                        "/CCM_STS", "/ccm_system", "/ccm_system_tokenauth", "/CCM_Client", "/SMS_MP");

        // Other tests publish too, so the waiter asks for what comes after its own synchronisation.
        long version = site.faceJson("POST", "/site/synchronize", "").getLong("version");
        CompletableFuture<SiteConfiguration> waiting = CompletableFuture.supplyAsync(
                () -> configuration(site.face("GET", "/site/configuration?after=" + version, "")));
        long next = site.faceJson("POST", "/site/synchronize", "").getLong("version");
        assertThat(waiting.get().version()).isEqualTo(next);
    }

    @Test
    void explainsWhatItRefuses(SiteForTests site) {
        assertThat(site.face("POST", "/site/tokens", "{\"lifetimeMinutes\":10081}")
                        .body())
                .contains("1 to 10080 minutes");
        assertThat(site.face("POST", "/site/tokens", "[1]").statusCode()).isEqualTo(400);
        assertThat(site.face("POST", "/site/tokens", "{\"lifetimeMinutes\":\"x\"}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(site.face("PUT", "/site/service-name", "a b").statusCode()).isEqualTo(400);
        assertThat(site.face("GET", "/site/configuration?after=x", "").statusCode())
                .isEqualTo(400);
        assertThat(site.face("GET", "/site/nothing", "").statusCode()).isEqualTo(404);
    }

    private static SiteConfiguration configuration(HttpResponse<String> response) {
        assertThat(response.statusCode()).isEqualTo(200);
        return SiteDocument.fromJson(response.body().getBytes(StandardCharsets.UTF_8));
    }
}
