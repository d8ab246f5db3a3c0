package opencmg.mockmp;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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

    @Test
    void readsTheDevicesPageByPage(SiteForTests site) {
        Set<String> registered = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            SpecClient client = new SpecClient(site.mp()).called("Paged" + i);
            assertThat(client.register(Clients.DOOR)).contains("Status=\"1\"");
            registered.add(client.id());
        }

        List<String> seen = new ArrayList<>();
        List<String> page = devices(site, "name=PAGED&limit=2");
        while (!page.isEmpty()) {
            assertThat(page).hasSizeLessThanOrEqualTo(2);
            seen.addAll(page);
            page = devices(site, "name=PAGED&limit=2&after=" + page.get(page.size() - 1));
        }
        assertThat(seen).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(registered);

        for (String bad : new String[] {"limit=0", "limit=1001", "limit=x", "after=x", "name=%00"}) {
            assertThat(site.face("GET", "/site/devices?" + bad, "").statusCode())
                    .as(bad)
                    .isEqualTo(400);
        }
    }

    private static List<String> devices(SiteForTests site, String query) {
        return site.faceJson("GET", "/site/devices?" + query, "").getJsonArray("devices").stream()
                .map(JsonObject.class::cast)
                .map(device -> device.getString("id"))
                .toList();
    }

    private static SiteConfiguration configuration(HttpResponse<String> response) {
        assertThat(response.statusCode()).isEqualTo(200);
        return SiteDocument.fromJson(response.body().getBytes(StandardCharsets.UTF_8));
    }
}
