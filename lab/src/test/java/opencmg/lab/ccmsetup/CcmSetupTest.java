package opencmg.lab.ccmsetup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import opencmg.certs.Credential;
import opencmg.certs.LabClient;
import opencmg.lab.chain.SharedLab;
import org.jspecify.annotations.Nullable;
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

    @Test
    void installsAndRegistersWithABulkToken() throws Exception {
        Installed client = install(null, "/regtoken:" + lab.file().token("bulk"));

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
        Installed client = install(null, "/regtoken:" + lab.file().token("bulk"));

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
    void doesNotRegisterAgainInASecondRun() throws Exception {
        Installed first = install(null, "/regtoken:" + lab.file().token("bulk"));
        Installed second = install(null, "/regtoken:" + lab.file().token("bulk"));

        assertThat(second.clientId()).isEqualTo(first.clientId());
        assertThat(log("ClientIDManagerStartup").split("Sending registration request", -1))
                .hasSize(2);
        assertThat(log("ClientIDManagerStartup").split("Received client token", -1))
                .hasSize(2);
        assertThat(second.registration()).contains("already registered");
        assertThat(log("PolicyAgent")).contains("Received 0 policy assignments");
    }

    @Test
    void installsWithAPkiCertificateUnderMutualAuth() throws Exception {
        Installed client = install(lab.file().client(LabClient.PKI), "/retry:1");

        assertThat(client.clientId()).startsWith("GUID:");
        assertThat(log("ccmsetup")).contains("/ccm_system/request").contains("The switch /retry changes nothing here");
    }

    @Test
    void takesFilesFromTheSourceWhereTheyAreRight() throws Exception {
        Installed first = install(null, "/regtoken:" + lab.file().token("bulk"));
        long whole = Files.size(dir.resolve("ccmsetup/ccmsetup.exe"));
        Path source = Files.createDirectories(dir.resolve("source"));
        Files.copy(dir.resolve("ccmsetup/ccmsetup.exe"), source.resolve("ccmsetup.exe"));
        Files.delete(dir.resolve("ccmsetup/ccmsetup.exe"));

        Installed again = install(null, "/regtoken:" + lab.file().token("bulk"), "/source:" + source);

        assertThat(log("ccmsetup")).contains("Copied ccmsetup.exe from source");
        assertThat(first.bytes()).isGreaterThan(whole);
        assertThat(again.bytes()).isLessThan(whole);
    }

    @Test
    void namesHopAndCodeWhenTheTokenIsBlocked() throws Exception {
        SetupFailed failure = catchThrowableOfType(
                SetupFailed.class, () -> install(null, "/regtoken:" + lab.file().token("blocked")));

        assertThat(failure.hop()).isIn("client", "gateway");
        assertThat(failure.code()).isEqualTo(ErrorCode.BAD_HTTP_STATUS);
        assertThat(log("ccmsetup"))
                .contains("[CCMHTTP] ERROR INFO: StatusCode=401 StatusText=CMGService_Invalid_Token")
                .contains("RetrieveTokenFromStsServerImpl failed with error 0x87d0027e");
    }

    @Test
    void saysThatThereIsNoCredential() {
        SetupFailed failure = catchThrowableOfType(SetupFailed.class, () -> install(null));

        assertThat(failure.code()).isEqualTo(ErrorCode.NO_TOKEN_AUTH);
        assertThat(failure.hop()).isEqualTo("client");
    }

    private Installed install(@Nullable Credential certificate, String... more) throws Exception {
        List<String> words = new ArrayList<>(List.of(
                "/NoCRLCheck",
                "SMSSITECODE=LAB",
                "CCMHOSTNAME=" + lab.file().mutualAuthPath(),
                "SMSMP=" + lab.file().mpFqdn(),
                "CCMALWAYSINF=1"));
        words.addAll(List.of(more));
        SetupPlan plan = new SetupPlan(
                SetupArguments.parse(words),
                lab.file().caFile(),
                certificate,
                null,
                dir,
                new Computer("PC01", "pc01.example"));
        return new CcmSetup(lab.vertx(), plan, Clock.systemUTC(), line -> {}).run();
    }

    private String log(String component) throws Exception {
        return Files.readString(dir.resolve("Logs/" + component + ".log"));
    }
}
