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

/** A computer of a test: runs ccmsetup and reads its logs. Does not wait for notifications unless it is told to. */
final class TestClient {

    static final RetryPatience SHORT =
            new RetryPatience(5, Duration.ofMillis(5), Duration.ofSeconds(30), Duration.ofMillis(5), Duration.ZERO);

    private final SharedLab.Running lab;
    private final Path directory;
    private SetupPlan.Shown shown = SetupPlan.Shown.NOTHING;
    private RetryPatience patience = SHORT;
    private Consumer<LogLine> listener = line -> {};

    TestClient(SharedLab.Running lab, Path directory) {
        this.lab = lab;
        this.directory = directory;
    }

    TestClient showing(SetupPlan.Shown credentials) {
        shown = credentials;
        return this;
    }

    TestClient with(RetryPatience other) {
        patience = other;
        return this;
    }

    TestClient hearing(Consumer<LogLine> hearer) {
        listener = hearer;
        return this;
    }

    /** With the words of a client on the internet and these. */
    InstalledClient install(String... more) throws IOException {
        List<String> words = new ArrayList<>(List.of(
                "/NoCRLCheck",
                "CCMHOSTNAME=" + lab.file().mutualAuthPath(),
                "SMSMP=" + lab.file().mpFqdn(),
                "CCMALWAYSINF=1"));
        words.addAll(List.of(more));
        return run(words.toArray(String[]::new));
    }

    /** The same for those who read the logs alone. */
    void installs(String... more) throws IOException {
        assertThat(install(more).clientId()).startsWith("GUID:");
    }

    /** The same while somebody pushes a task to all who wait, again and again. */
    void installsHearingTasks() throws IOException {
        Web web = new Web(lab.vertx(), WebTrust.in(null));
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

    /** With these words and the site code alone. */
    InstalledClient run(String... words) throws IOException {
        return new CcmSetup(lab.vertx(), plan(words), Clock.systemUTC(), listener).run();
    }

    SetupPlan plan(String... words) {
        List<String> all = new ArrayList<>(List.of("SMSSITECODE=LAB"));
        all.addAll(List.of(words));
        return SetupPlan.of(SetupArguments.parse(all), shown, lab.file().caFile(), directory, new Computer("PC01", ""))
                .with(patience);
    }

    String registrationToken() {
        return "/regtoken:" + lab.file().token("bulk");
    }

    String log(String component) throws IOException {
        return Files.readString(directory.resolve("Logs/" + component + ".log"));
    }
}
