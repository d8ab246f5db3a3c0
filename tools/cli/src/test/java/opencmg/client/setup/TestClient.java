package opencmg.client.setup;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import opencmg.client.http.Web;
import opencmg.client.http.WebRequest;
import opencmg.client.http.WebTrust;
import opencmg.lab.SharedLab;
import opencmg.launch.cmtrace.LogLine;

/** Runs ccmsetup for one test computer and reads its logs. By default it does not wait for notifications. */
final class TestClient {

    static final RetryPolicy SHORT =
            new RetryPolicy(5, Duration.ofMillis(5), Duration.ofSeconds(30), Duration.ofMillis(5), Duration.ZERO);

    private final SharedLab.Running lab;
    private final Path directory;
    private SetupPlan.Credentials credentials = SetupPlan.Credentials.NONE;
    private RetryPolicy retryPolicy = SHORT;
    private Consumer<LogLine> listener = line -> {};

    TestClient(SharedLab.Running lab, Path directory) {
        this.lab = lab;
        this.directory = directory;
    }

    TestClient withCredentials(SetupPlan.Credentials credentials) {
        this.credentials = credentials;
        return this;
    }

    TestClient withRetryPolicy(RetryPolicy policy) {
        retryPolicy = policy;
        return this;
    }

    TestClient onLogLine(Consumer<LogLine> lineListener) {
        listener = lineListener;
        return this;
    }

    /** Installs as a client on the internet, with additional words of the command line. */
    InstalledClient install(String... words) throws IOException {
        List<String> all = new ArrayList<>(List.of(
                "/NoCRLCheck",
                "CCMHOSTNAME=" + lab.file().mutualAuthPath(),
                "SMSMP=" + lab.file().mpFqdn(),
                "CCMALWAYSINF=1"));
        all.addAll(List.of(words));
        return run(all.toArray(String[]::new));
    }

    /** Like {@link #install}, for tests that only read the logs. */
    void installs(String... words) throws IOException {
        assertThat(install(words).clientId()).startsWith("GUID:");
    }

    /** Installs while a task is pushed to all waiting clients every 50 ms. */
    void installsWithPushedTasks() throws IOException {
        Web web = new Web(lab.vertx(), WebTrust.of(null));
        WebRequest push = WebRequest.of("POST", lab.file().siteServer() + "/site/notify")
                .bearer(lab.file().siteSecret().reveal())
                .body("application/json", Buffer.buffer("{\"task\":\"RequestMachinePolicy\"}"));
        long timer = lab.vertx().setPeriodic(50, tick -> web.send(push).onFailure(gone -> {}));
        try {
            installs(registrationToken());
        } finally {
            lab.vertx().cancelTimer(timer);
            web.close().await();
        }
    }

    /** Installs with only these words and the site code. */
    InstalledClient run(String... words) throws IOException {
        return new CcmSetup(lab.vertx(), plan(words), Clock.systemUTC(), listener).run();
    }

    SetupPlan plan(String... words) {
        List<String> all = new ArrayList<>(List.of("SMSSITECODE=LAB"));
        all.addAll(List.of(words));
        return SetupPlan.of(
                        SetupArguments.parse(all),
                        credentials,
                        lab.file().caFile(),
                        directory,
                        new Computer("PC01", ""))
                .withRetryPolicy(retryPolicy);
    }

    String registrationToken() {
        return "/regtoken:" + lab.file().token("bulk");
    }

    String log(String component) throws IOException {
        return Files.readString(directory.resolve("Logs/" + component + ".log"));
    }
}
