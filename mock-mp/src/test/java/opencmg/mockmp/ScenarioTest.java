package opencmg.mockmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedSite.class)
class ScenarioTest {

    private static final String PATH = "/CCM_Client/lab/10";

    @BeforeEach
    @AfterEach
    void nothingInForce(SiteForTests site) {
        assertThat(site.faceJson("PUT", "/site/scenarios", "{\"scenarios\":[]}").encode())
                .isEqualTo("{\"scenarios\":[]}");
    }

    @Test
    void answersWithTheStatusOfTheFaultAndOnlyOnItsPath(SiteForTests site) {
        inForce(site, "CLIENT_CERTIFICATE_REQUIRED", 0);
        assertThat(site.get(PATH).body()).contains("HTTP Error 403.7 - Client certificate required");
        assertThat(site.get("/CCM_Client/ccmsetup.xml").statusCode()).isEqualTo(200);

        inForce(site, "UNAUTHORIZED", 0);
        assertThat(site.get(PATH).statusCode()).isEqualTo(401);
        inForce(site, "SERVER_ERROR", 0);
        assertThat(site.get(PATH).statusCode()).isEqualTo(500);
        inForce(site, "UNAVAILABLE", 0);
        assertThat(site.get(PATH).headers().firstValue("retry-after")).isPresent();
        inForce(site, "MALFORMED_REPLY", 0);
        assertThat(site.get(PATH).body()).contains("not zlib");
    }

    @Test
    void endsByItselfAfterItsTimes(SiteForTests site) {
        inForce(site, "FORBIDDEN", 2);

        assertThat(site.get(PATH).statusCode()).isEqualTo(403);
        assertThat(site.get(PATH).statusCode()).isEqualTo(403);
        assertThat(site.get(PATH).statusCode()).isEqualTo(200);
        assertThat(site.faceJson("GET", "/site/scenarios", "").encode()).isEqualTo("{\"scenarios\":[]}");
    }

    @Test
    void answersLateAndStillWhole(SiteForTests site) {
        inForce(site, "SLOW", 0);

        assertThat(site.get(PATH).body()).hasSize(10);
    }

    @Test
    void cutsTheConnectionBeforeOrInTheMiddle(SiteForTests site) {
        for (String fault : new String[] {"CUT", "CUT_AT_ONCE"}) {
            inForce(site, fault, 0);
            assertThatThrownBy(() -> SiteForTests.HTTP.send(
                            HttpRequest.newBuilder(site.mp().resolve(PATH))
                                    .POST(HttpRequest.BodyPublishers.noBody())
                                    .build(),
                            HttpResponse.BodyHandlers.ofString()))
                    .as(fault)
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void sendsABodyThatDoesNotEnd(SiteForTests site) throws IOException {
        inForce(site, "ENDLESS_BODY", 0);
        HttpResponse<InputStream> response = SiteForTests.send(
                HttpRequest.newBuilder(site.mp().resolve(PATH)), HttpResponse.BodyHandlers.ofInputStream());

        try (InputStream body = response.body()) {
            assertThat(body.readNBytes(1_000_000)).hasSize(1_000_000);
        }
    }

    @Test
    void refusesWhatIsNoScenario(SiteForTests site) {
        for (String bad : new String[] {
            "{\"scenarios\":[{\"name\":\"x\",\"path\":\"/\",\"fault\":\"EXPLODE\"}]}",
            "{\"scenarios\":[{\"name\":\"x\",\"path\":\"no slash\",\"fault\":\"SLOW\"}]}",
            "{\"scenarios\":[{\"name\":\"x\",\"path\":\"/\",\"fault\":\"SLOW\",\"millis\":-1}]}",
            "{\"scenarios\":[1]}",
            "{\"scenarios\":7}",
            "nothing"
        }) {
            assertThat(site.face("PUT", "/site/scenarios", bad).statusCode())
                    .as(bad)
                    .isEqualTo(400);
        }
    }

    private static void inForce(SiteForTests site, String fault, int times) {
        String rule = "{\"scenarios\":[{\"name\":\"a-test\",\"role\":\"mp\",\"path\":\"/ccm_client/LAB\",\"fault\":\""
                + fault + "\",\"millis\":20,\"times\":" + times + "}]}";
        assertThat(site.faceJson("PUT", "/site/scenarios", rule).encode()).contains(fault);
    }
}
