package opencmg.client.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import opencmg.client.descriptor.SiteClient;
import opencmg.client.http.Web;
import opencmg.client.http.WebTrust;
import opencmg.lab.SharedLab;
import opencmg.launch.cmtrace.LogLine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Installation inside, without any credential: somebody approves, and with its own token the client then goes out. */
@ExtendWith(SharedLab.class)
class IntranetClientTest {

    private static final Pattern PENDING = Pattern.compile(
            "\\[RegTask] - Client registration is pending\\. Server assigned ClientID is (GUID:[0-9A-F-]+)");

    @TempDir
    Path dir;

    private final SharedLab.Running lab;
    private final Web web;
    private final SiteClient site;

    IntranetClientTest(SharedLab.Running lab) {
        this.lab = lab;
        this.web = new Web(lab.vertx(), WebTrust.of(null));
        this.site = new SiteClient(web, lab.file().siteServer(), lab.file().siteSecret());
    }

    @AfterEach
    void end() {
        web.close().await();
    }

    @Test
    void asksUntilSomebodyApprovesAndThenGoesOutWithItsOwnToken() throws Exception {
        TestClient client = new TestClient(lab, dir).onLogLine(this::approve);

        InstalledClient inside = client.run("SMSMP=" + lab.file().intranetMp());

        assertThat(client.log("ccmsetup"))
                .contains("CCMSETUP bootstrap from Internet: 0")
                .doesNotContain("CCM_Proxy_ServerAuth/72057594037927939/ccm_system");
        assertThat(client.log("ClientIDManagerStartup"))
                .contains("[RegTask] - Sleeping for ")
                .contains("[RegTask] - Sending confirmation request for " + inside.clientId())
                .contains(inside.clientId() + ". Approval status 1")
                .contains("[RegTask] - Received client token ");
        assertThat(client.log("WUAHandler")).contains("Async searching completed.");

        InstalledClient outside = client.install();

        assertThat(outside.clientId()).isEqualTo(inside.clientId());
        assertThat(client.log("ClientLocation")).contains("Workgroup client is in Internet");
        assertThat(client.log("ClientIDManagerStartup").split("Sending registration request", -1))
                .hasSize(2);
    }

    @Test
    void givesUpWhenNobodyApprovesAndAsksOnceMoreInTheNextRun() {
        TestClient client = new TestClient(lab, dir)
                .withRetryPolicy(
                        new RetryPolicy(1, Duration.ZERO, Duration.ZERO, Duration.ofSeconds(1), Duration.ZERO));

        SetupFailedException failure = catchThrowableOfType(
                SetupFailedException.class,
                () -> client.run("SMSMP=" + lab.file().intranetMp()));

        assertThat(failure.code()).isEqualTo(ErrorCode.TRANSIENT);
        assertThat(failure.hop()).isEqualTo("upstream");
        assertThat(failure).hasMessageContaining("opencmg site approve GUID:");

        assertThat(catchThrowableOfType(
                        SetupFailedException.class,
                        () -> client.run("SMSMP=" + lab.file().intranetMp())))
                .hasMessage(failure.getMessage());
        TestClient approved = client.onLogLine(this::approveAtOnce);
        assertThat(catchThrowableOfType(
                        SetupFailedException.class,
                        () -> approved.run("SMSMP=" + lab.file().intranetMp())))
                .isNull();
    }

    private void approve(LogLine line) {
        Matcher pending = PENDING.matcher(line.text());
        if (pending.matches()) {
            assertThat(site.approve(pending.group(1)).getString("approved")).isNotEmpty();
        }
    }

    private void approveAtOnce(LogLine line) {
        Matcher asking = Pattern.compile("\\[RegTask] - Sending confirmation request for (GUID:[0-9A-F-]+).*")
                .matcher(line.text());
        if (asking.matches()) {
            assertThat(site.approve(asking.group(1)).getString("approved")).isNotEmpty();
        }
    }
}
