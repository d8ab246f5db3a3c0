package opencmg.mockmp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import opencmg.certs.CaEnvironment;
import opencmg.certs.SelfSigned;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedSite.class)
class RegistrationTest {

    @Test
    void givesTheSameIdAgainToTheSameCertificate(SiteForTests site) {
        SpecClient client = Clients.pending(site);
        String first = client.id();

        assertThat(client.register(Clients.DOOR)).contains("SMSID=\"" + first + "\"");
    }

    @Test
    void answersAConfirmationOnceSomebodyApproved(SiteForTests site) {
        SpecClient client = Clients.pending(site);
        byte[] confirmation = client.registration("Confirmation", client.id());

        assertThat(SpecClient.text(client.send(Clients.DOOR, confirmation)))
                .contains("ResponseType=\"Confirmation\"")
                .contains("Status=\"1\"");
        site.tell("POST", "/site/devices/" + client.id() + "/approve", "");
        assertThat(SpecClient.text(client.send(Clients.DOOR, confirmation)))
                .contains("Status=\"0\"")
                .contains("ApprovalStatus=\"1\"");
    }

    @Test
    void saysNothingToABadSignatureAndKeepsNothing(SiteForTests site) {
        SpecClient client = new SpecClient(site.mp());
        long before = devices(site);
        String body = new String(client.registration("Registration", ""), StandardCharsets.ISO_8859_1);
        SpecClient other = new SpecClient(site.mp(), SelfSigned.configMgrClient(CaEnvironment.real()));
        byte[] forged = client.message(
                "MP_ClientRegistration",
                "<ClientRegistrationRequest><Data SMSID=\"\" RequestType=\"Registration\"><Certificates><Signing>"
                        + SpecClient.hex(other.certificate())
                        + "</Signing></Certificates></Data><Signature><SignatureValue>" + client.signature(new byte[3])
                        + "</SignatureValue></Signature></ClientRegistrationRequest>",
                false,
                "Sync");

        assertThat(body).isNotEmpty();
        assertThat(client.send(Clients.DOOR, forged).body()).isEmpty();
        assertThat(devices(site)).isEqualTo(before);
    }

    @Test
    void doesNotGiveSomebodyElsesIdAway(SiteForTests site) {
        SpecClient victim = Clients.pending(site);
        SpecClient thief = new SpecClient(site.mp());

        String reply = SpecClient.text(thief.send(Clients.DOOR, thief.registration("Registration", victim.id())));

        assertThat(reply).contains("SMSID=\"GUID:").doesNotContain(victim.id());
    }

    @Test
    void approvesByPkiWhenAConnectionPointSaysSo(SiteForTests site) {
        SpecClient client = new SpecClient(site.mp())
                .with("x-opencmg-client-way", "pki")
                .with("x-opencmg-client-subject", "CN=PC1");

        assertThat(client.register(Clients.DOOR)).contains("ApprovalStatus=\"1\"");
    }

    @Test
    void remembersWhatWasProvedWhenTheSameClientComesWithoutACredential(SiteForTests site) {
        SpecClient client = new SpecClient(site.mp())
                .with("x-opencmg-client-way", "pki")
                .with("x-opencmg-client-subject", "CN=PC2");
        assertThat(client.register(Clients.DOOR)).contains("ApprovalStatus=\"1\"");

        assertThat(client.withoutHeaders().register(Clients.DOOR)).contains("ApprovalStatus=\"1\"");
        assertThat(site.faceJson(
                                "POST",
                                "/site/query",
                                "SELECT registered_by FROM dbo.devices WHERE smsid = '"
                                        + client.id().substring("GUID:".length()) + "'")
                        .getJsonArray("rows")
                        .encode())
                .isEqualTo("[[\"PKI\"]]");
    }

    @Test
    void asksForWindowsAuthenticationFirst(SiteForTests site) {
        SpecClient client = new SpecClient(site.mp());
        HttpResponse<byte[]> first =
                client.send("/ccm_system_windowsauth/request", client.registration("Registration", ""));
        assertThat(first.statusCode()).isEqualTo(401);
        assertThat(first.headers().allValues("www-authenticate")).containsExactly("Negotiate", "NTLM");

        String ticket = Base64.getEncoder().encodeToString("NTLMSSP".getBytes(StandardCharsets.US_ASCII));
        assertThat(client.with("Authorization", "Negotiate " + ticket).register("/ccm_system_windowsauth/request"))
                .contains("ApprovalStatus=\"1\"");
    }

    @Test
    void wantsATokenAtTheTokenDoorAndNoneAtTheAlternativeOne(SiteForTests site) {
        SpecClient client = new SpecClient(site.mp());
        byte[] request = client.registration("Registration", "");

        assertThat(client.send(Clients.TOKEN_DOOR, request).statusCode()).isEqualTo(401);
        assertThat(client.with("Authorization", "Bearer x.y.z")
                        .send(Clients.TOKEN_DOOR, request)
                        .statusCode())
                .isEqualTo(401);
        assertThat(client.withoutHeaders()
                        .send("/CCM_System_AltAuth/request", request)
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void makesOneDeviceOfManyRequestsAtOnce(SiteForTests site) {
        SpecClient client = new SpecClient(site.mp(), SelfSigned.configMgrClient(CaEnvironment.real()));
        byte[] request = client.registration("Registration", "");
        List<CompletableFuture<String>> all = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> SpecClient.text(client.send(Clients.DOOR, request))))
                .toList();

        Set<String> ids = all.stream()
                .map(CompletableFuture::join)
                .map(reply -> reply.replaceFirst("(?s).*SMSID=\"([^\"]*)\".*", "$1"))
                .collect(Collectors.toSet());

        assertThat(ids).hasSize(1);
    }

    @Test
    void keepsHostileNamesAsTheyCame(SiteForTests site) {
        String hostile = "'); DROP TABLE dbo.devices; --";
        SpecClient client = new SpecClient(site.mp(), SelfSigned.configMgrClient(CaEnvironment.real())).called(hostile);

        assertThat(client.register(Clients.DOOR)).contains("Status=\"1\"");
        assertThat(site.faceJson("GET", "/site/devices", "")
                        .getJsonArray("devices")
                        .encode())
                .contains(hostile);
        assertThat(client.ask(
                        Clients.DOOR, "MP_ClientIdManager", "<ClientIDRequest SMBIOS=\"" + hostile + "\"/>", false))
                .contains("<ClientID></ClientID>");
    }

    private static long devices(SiteForTests site) {
        return site.faceJson("GET", "/site/devices", "").getLong("count");
    }
}
