package opencmg.client.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import opencmg.certs.LabClient;
import opencmg.lab.SharedLab;
import opencmg.settings.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Whole installations through a whole chain. */
@ExtendWith(SharedLab.class)
class CcmSetupTest {

    @TempDir
    Path dir;

    private final SharedLab.Running lab;

    CcmSetupTest(SharedLab.Running lab) {
        this.lab = lab;
    }

    private TestClient client() {
        return new TestClient(lab, dir);
    }

    @Test
    void installsAndRegistersWithABulkToken() throws Exception {
        InstalledClient client = client().install(client().registrationToken());

        assertThat(client.siteCode()).isEqualTo("LAB");
        assertThat(client.files()).isPositive();
        assertThat(log("ClientIDManagerStartup"))
                .contains("[RegTask] - Client is registered. Server assigned ClientID is " + client.clientId()
                        + ". Approval status 1");
        assertThat(log("ccmsetup"))
                .contains("CCMSETUP bootstrap from Internet: 1")
                .contains("Getting CCM Token from https://")
                .contains("Appending CCM Token to the header.")
                .contains("Received message '<SiteInfoReply");
        assertThat(log("DataTransferService")).contains("Job has completed: Status : SUCCESS, Start time : ");
    }

    @Test
    void startsTheAgentWithItsOwnTokenPoliciesReportsAndScan() throws Exception {
        InstalledClient client = client().install(client().registrationToken());

        assertThat(log("ClientIDManagerStartup")).contains("[RegTask] - Received client token ");
        assertThat(log("LocationServices")).contains("MP '" + lab.file().mpFqdn() + "' of site 'LAB' has SSL state");
        assertThat(log("PolicyAgent"))
                .contains("policy assignments from '" + lab.file().mutualAuthPath() + "'")
                .contains(", sealed for this client");
        assertThat(log("CcmMessaging"))
                .contains("to outgoing queue 'mp:[http]mp_ddrendpoint'")
                .contains("to outgoing queue 'mp:[http]mp_statusreceiver'")
                .contains("instance of CCM_CcmHttp_Status")
                .contains("ClientID = \"" + client.clientId() + "\"")
                .contains("HRESULT = \"0x00000000\"");
        assertThat(log("WUAHandler")).contains("Async searching completed.");
        assertThat(log("CcmNotificationAgent"))
                .contains("The notification server answered <BgbResponse Type=\"LogIn\"");
    }

    @Test
    void startsTheInstalledClientInASecondRunWithoutTheCredentialOfTheInstallation() throws Exception {
        InstalledClient first = client().install(client().registrationToken());
        InstalledClient second = client().install();

        assertThat(second.clientId()).isEqualTo(first.clientId());
        assertThat(log("ClientIDManagerStartup"))
                .containsOnlyOnce("Sending registration request")
                .containsOnlyOnce("Received client token")
                .contains("[RegTask] - Client is already registered. Exiting.");
        assertThat(second.bytes()).isLessThan(first.bytes());
        assertThat(log("PolicyAgent")).contains("Received 0 policy assignments");
    }

    @Test
    void renewsItsOwnTokenWhenAMonthHasGoneBy() throws Exception {
        client().installs(client().registrationToken());
        Path file = dir.resolve("client.json");
        JsonObject state = new JsonObject(Files.readString(file));
        String before = state.getString("tokenId");
        Instant monthAgo = Instant.parse(state.getString("tokenNotBefore")).minus(Duration.ofDays(31));
        Files.writeString(file, state.put("tokenNotBefore", monthAgo.toString()).encode());

        client().installs();

        assertThat(log("ClientIDManagerStartup")).contains("Renewed client token ");
        assertThat(new JsonObject(Files.readString(file)).getString("tokenId")).isNotEqualTo(before);
    }

    @Test
    void registersAgainWithANewRegistrationTokenWhenItsOwnTokenIsRefused() throws Exception {
        client().installs(client().registrationToken());
        Path file = dir.resolve("client.json");
        JsonObject state = new JsonObject(Files.readString(file));
        Files.writeString(file, state.put("token", lab.file().token("foreign")).encode());

        SetupFailedException failure = catchThrowableOfType(SetupFailedException.class, () -> client().install());
        assertThat(failure).hasMessageContaining("give it a new /regtoken:");
        assertThat(failure.hop()).isEqualTo("client");

        client().installs(client().registrationToken());
        assertThat(log("ClientIDManagerStartup").split("Sending registration request", -1))
                .hasSize(3);
        assertThat(log("ccmsetup")).contains("The client's own token").contains("is refused.");
    }

    @Test
    void asksForTheInfoOfTheTenantAndRegistersWithAnEntraToken() throws Exception {
        InstalledClient client = client().withCredentials(
                        new SetupPlan.Credentials(null, Secret.of(lab.file().token("entra"))))
                .install();

        String gateway = lab.file().mutualAuthPath().replaceFirst("/.*", "");
        assertThat(log("ccmsetup"))
                .contains("Getting AAD info from CMG '" + gateway + "'")
                .contains("Path=/CCM_Proxy_ServerAuth/AADAuthInfo?TenantID=")
                .contains("CcmTokenAuth=0, Flags=0x1304, Options=0xe0")
                .contains(
                        "Getting AAD (device) token with: ClientId = opencmg-lab, ResourceUrl = https://ConfigMgrService")
                .contains("Retrieved AAD token for AAD device '")
                .doesNotContain("The token is for");
        assertThat(log("ClientIDManagerStartup"))
                .contains("Registering client using AAD auth.")
                .contains(client.clientId() + ". Approval status 3");
    }

    @Test
    void goesOnWithTheNextCredentialWhenEntraHasNoTokenForIt() throws Exception {
        client().installs(
                        client().registrationToken(),
                        "AADTENANTID=ffffffff-1111-2222-3333-444444444444",
                        "AADRESOURCEURI=api://x");

        assertThat(log("ccmsetup"))
                .contains("The gateway has no AAD info of tenant 'ffffffff-1111-2222-3333-444444444444'")
                .contains("ResourceUrl = api://x,")
                .contains("Failed to get AAD token for 'S-1-5-18' from WAM API. Error 0x");
        assertThat(log("ClientIDManagerStartup")).contains("Approval status 1");
    }

    @Test
    void waitsForANotificationAndDoesWhatItSays() throws Exception {
        client().withRetryPolicy(listening(Duration.ofSeconds(60))).installsWithPushedTasks();

        assertThat(log("CcmNotificationAgent"))
                .containsPattern(
                        "Receive task from server with pushid=[0-9]+, taskid=[0-9]+, taskguid=[0-9a-f-]{36}, tasktype=1 and"
                                + " taskParam=RequestMachinePolicy")
                .containsPattern("Send Task response message <BgbResponseMessage TimeStamp=.* successfully\\.")
                .contains("The notification server answered <BgbResponse Type=\"LogOut\"/>");
        assertThat(log("PolicyAgent")).contains("Received 2 policy assignments", "Received 0 policy assignments");
    }

    @Test
    void endsItsLongPollWhenNobodyTellsItAnything() throws Exception {
        client().withRetryPolicy(listening(Duration.ofSeconds(1))).installs(client().registrationToken());

        assertThat(log("CcmNotificationAgent"))
                .contains("No task within 1 seconds.")
                .contains("The notification server answered <BgbResponse Type=\"LogOut\"/>");
    }

    private static RetryPolicy listening(Duration time) {
        return new RetryPolicy(1, Duration.ZERO, Duration.ZERO, Duration.ZERO, time);
    }

    @Test
    void installsWithAPkiCertificateUnderMutualAuth() throws Exception {
        InstalledClient client = client().withCredentials(
                        new SetupPlan.Credentials(lab.file().client(LabClient.PKI), null))
                .install("/retry:1");

        assertThat(client.clientId()).startsWith("GUID:");
        assertThat(log("ccmsetup")).contains("/ccm_system/request").contains("The switch /retry changes nothing here");
    }

    @Test
    void takesFilesFromTheSourceWhereTheyAreRight() throws Exception {
        InstalledClient first = client().install(client().registrationToken());
        long whole = Files.size(dir.resolve("ccmsetup/ccmsetup.exe"));
        Path source = Files.createDirectories(dir.resolve("source"));
        Files.copy(dir.resolve("ccmsetup/ccmsetup.exe"), source.resolve("ccmsetup.exe"));
        Files.delete(dir.resolve("ccmsetup/ccmsetup.exe"));

        InstalledClient again = client().install(client().registrationToken(), "/source:" + source);

        assertThat(log("ccmsetup")).contains("Copied ccmsetup.exe from source");
        assertThat(first.bytes()).isGreaterThan(whole);
        assertThat(again.bytes()).isLessThan(whole);
    }

    @Test
    void namesHopAndCodeWhenTheTokenIsBlocked() throws Exception {
        SetupFailedException failure = catchThrowableOfType(SetupFailedException.class, () -> client().install(
                        "/regtoken:" + lab.file().token("blocked")));

        assertThat(failure.hop()).isIn("client", "gateway");
        assertThat(failure.code()).isEqualTo(ErrorCode.BAD_HTTP_STATUS);
        assertThat(log("ccmsetup"))
                .contains("[CCMHTTP] ERROR INFO: StatusCode=401 StatusText=CMGService_Invalid_Token")
                .contains("RetrieveTokenFromStsServerImpl failed with error 0x87d0027e");
    }

    @Test
    void saysThatThereIsNoCredential() {
        SetupFailedException failure = catchThrowableOfType(SetupFailedException.class, () -> client().install());

        assertThat(failure.code()).isEqualTo(ErrorCode.NO_TOKEN_AUTH);
        assertThat(failure.hop()).isEqualTo("client");
    }

    private String log(String component) throws Exception {
        return Files.readString(dir.resolve("Logs/" + component + ".log"));
    }
}
