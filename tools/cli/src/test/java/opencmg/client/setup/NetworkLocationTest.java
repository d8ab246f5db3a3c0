package opencmg.client.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vertx.core.http.HttpServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import opencmg.client.http.Web;
import opencmg.client.http.WebTrust;
import opencmg.lab.SharedLab;
import opencmg.launch.cmtrace.LogFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Every branch of the decision between internet and intranet, with real servers at the other end. */
@ExtendWith(SharedLab.class)
class NetworkLocationTest {

    private static final String NOBODY = "SMSMP=http://127.0.0.1:1";

    @TempDir
    Path dir;

    private final SharedLab.Running lab;
    private final String gateway;
    private final String inside;

    NetworkLocationTest(SharedLab.Running lab) {
        this.lab = lab;
        this.gateway = "CCMHOSTNAME=" + lab.file().mutualAuthPath();
        this.inside = "SMSMP=" + lab.file().intranetMp();
    }

    @Test
    void isOnTheIntranetWhenAManagementPointInsideAnswers() throws Exception {
        ManagementPoint mp = find(gateway, inside);

        assertThat(mp).isInstanceOf(IntranetMp.class);
        assertThat(mp.url(true, "/CCM_STS")).isEqualTo(lab.file().intranetMp() + "/CCM_STS");
        assertThat(log("ClientLocation"))
                .contains("Workgroup client is in Intranet")
                .contains("gateway is not used");
        assertThat(log("LocationServices")).contains("answered with status 200");
    }

    @Test
    void asksTheManagementPointsOfMpTooAndOneAfterTheOther() throws Exception {
        assertThat(find(
                        gateway,
                        NOBODY + ";http://127.0.0.1:2",
                        "/mp:" + lab.file().intranetMp()))
                .isInstanceOf(IntranetMp.class);
        assertThat(log("LocationServices")).contains("'127.0.0.1:1' does not answer", "'127.0.0.1:2' does not answer");
    }

    @Test
    void isOnTheInternetWhenNoManagementPointInsideAnswers() throws Exception {
        assertThat(find(gateway, NOBODY)).isEqualTo(InternetMp.parse(lab.file().mutualAuthPath()));
        assertThat(log("ClientLocation")).contains("Workgroup client is in Internet");
        assertThat(log("LocationServices"))
                .contains("does not answer: ERROR_WINHTTP_CANNOT_CONNECT")
                .contains("Rotating internet management point, new management point [1] is: https://"
                        + lab.file().mutualAuthPath() + " (0) with capabilities: ");
    }

    @Test
    void isOnTheInternetByThePropertyWhoeverAnswersAndRemembersIt() throws Exception {
        assertThat(find(gateway, inside, "CCMALWAYSINF=1")).isInstanceOf(InternetMp.class);
        assertThat(log("ClientLocation")).contains("Client is always on the internet: CCMALWAYSINF=1");
        assertThat(log("LocationServices")).doesNotContain("Intranet management point");

        assertThat(find(gateway, inside)).isInstanceOf(InternetMp.class);
        assertThat(log("ClientLocation")).contains("ClientAlwaysOnInternet=1 in " + dir.resolve("registry.reg"));
    }

    @Test
    void isOnTheInternetByTheFlagInTheRegistryWhoeverAnswers() throws Exception {
        Files.writeString(dir.resolve("registry.reg"), "\uFEFF" + """
                        Windows Registry Editor Version 5.00

                        [HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\CCM\\Security]
                        "ClientAlwaysOnInternet"=dword:00000001
                        """.replace("\n", "\r\n"), StandardCharsets.UTF_16LE);

        assertThat(find(gateway, inside)).isInstanceOf(InternetMp.class);
    }

    @Test
    void isOnTheInternetWhenSomeOtherWebServerAnswersInPlaceOfTheManagementPoint() throws Exception {
        HttpServer portal = server(200);
        try {
            assertThat(find(gateway, "SMSMP=http://127.0.0.1:" + portal.actualPort()))
                    .isInstanceOf(InternetMp.class);
        } finally {
            portal.close().await();
        }
    }

    @Test
    void knowsAManagementPointThatWantsACertificate() throws Exception {
        HttpServer strict = server(403);
        try {
            assertThat(find(gateway, "SMSMP=http://127.0.0.1:" + strict.actualPort()))
                    .isInstanceOf(IntranetMp.class);
        } finally {
            strict.close().await();
        }
    }

    @Test
    void saysThatThereIsNobodyToTalkTo() {
        SetupFailedException failure = catchThrowableOfType(SetupFailedException.class, () -> find(NOBODY));

        assertThat(failure.hop()).isEqualTo("client");
        assertThat(failure).hasMessageContaining("give CCMHOSTNAME=");
    }

    @Test
    void readsNoOtherKeyOrValueOfTheRegistry() throws Exception {
        Path file = dir.resolve("other.reg");
        Files.writeString(file, """
                [HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\CCM]
                "ClientAlwaysOnInternet"=dword:00000001
                [HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\CCM\\Security]
                "ClientAlwaysOnInternet"=dword:00000000
                """);

        assertThat(new Registry(file).alwaysOnInternet()).isFalse();
        new Registry(file).setAlwaysOnInternet();
        assertThat(new Registry(file).alwaysOnInternet()).isTrue();
    }

    private HttpServer server(int status) {
        return lab.vertx()
                .createHttpServer()
                .requestHandler(request -> request.response()
                        .setStatusCode(status)
                        .end("<html>welcome</html>")
                        .onFailure(gone -> {}))
                .listen(0, "127.0.0.1")
                .await();
    }

    private ManagementPoint find(String... words) throws Exception {
        SetupPlan plan = new TestClient(lab, dir).plan(words);
        Web web = new Web(lab.vertx(), WebTrust.of(null));
        try {
            return new NetworkLocation(plan, new LogFolder(plan.logs(), Clock.systemUTC(), line -> {}))
                    .findManagementPoint(web);
        } finally {
            web.close().await();
        }
    }

    private String log(String component) throws Exception {
        return new TestClient(lab, dir).log(component);
    }
}
