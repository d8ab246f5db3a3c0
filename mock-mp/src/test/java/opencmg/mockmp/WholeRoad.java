package opencmg.mockmp;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The sequence of a client's life: token, registration, location, policy list, bodies with one secret, heartbeat, inventory, own token, block. */
final class WholeRoad {

    private WholeRoad() {}

    static void walk(SiteForTests site) {
        JsonObject bulk = TokenServiceTest.bulk(site);
        SpecClient client = Clients.approved(site);

        assertThat(client.ask(Clients.TOKEN_DOOR, "MP_LocationManager", "<SiteInformationRequest/>", false))
                .contains("<BuildNumber>9128</BuildNumber>");
        assertThat(client.ask(
                        Clients.TOKEN_DOOR, "MP_PolicyManager", "<RequestAssignments RequestType=\"Always\"/>", true))
                .contains("ClientAgentConfig")
                .contains("NAAConfig");
        String policy = "/SMS_MP/.sms_pol?%7B6d2a1e44-9f0c-4a5b-8b1e-3f5d7c9e0a0";
        assertThat(site.get(policy + "1%7D.1_00").statusCode()).isEqualTo(200);
        String token = client.id() + ";" + Instant.now().truncatedTo(ChronoUnit.SECONDS) + ";2";
        assertThat(site.get(policy + "2%7D.1_00", request -> request.header("ClientToken", token)
                                .header("ClientTokenSignature", client.signature((token + "\0").getBytes(UTF_16LE))))
                        .headers()
                        .firstValue("content-type"))
                .hasValue("application/octet-stream");
        for (String endpoint :
                new String[] {"MP_DdrEndpoint", "MP_HinvEndpoint", "MP_StatusReceiver", "MP_RelayEndpoint"}) {
            assertThat(client.send(Clients.TOKEN_DOOR, client.message(endpoint, "<Report/>", true, "ASync"))
                            .body())
                    .isEmpty();
        }
        assertThat(client.ask(Clients.TOKEN_DOOR, "MP_TokenManager", "<ClientTokenRequest/>", true))
                .startsWith("<ClientTokenReply");

        JsonObject received = site.faceJson("GET", "/site/messages", "").getJsonObject("counts");
        assertThat(received.getLong("mp_ddrendpoint")).isPositive();
        assertThat(received.getLong("mp_relayendpoint")).isPositive();
        assertThat(site.faceJson("GET", "/site/devices", "").encode()).contains(client.id());
        site.tell("POST", "/site/tokens/" + bulk.getString("id") + "/block", "{}");
        assertThat(site.faceJson("GET", "/site/tokens", "").encode()).contains("\"blockedBy\":\"site face\"");
    }
}
