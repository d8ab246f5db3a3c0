package opencmg.client.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import opencmg.certs.CaEnvironment;
import opencmg.certs.IssuedCertificate;
import opencmg.lab.SharedLab;
import opencmg.launch.Loops;
import opencmg.settings.InvalidSettingsException;
import opencmg.settings.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A small fleet against a whole chain. */
@ExtendWith(SharedLab.class)
class FleetTest {

    @TempDir
    Path dir;

    private final SharedLab.Running lab;

    FleetTest(SharedLab.Running lab) {
        this.lab = lab;
    }

    @Test
    void enrolsEveryDeviceAndDoesEveryKindOfWork() throws Exception {
        FleetSummary summary = run(plan("bulk"));

        assertThat(summary.counters().failures()).isEmpty();
        assertThat(summary.isSuccessful()).isTrue();
        assertThat(summary.enrolled()).isEqualTo(3);
        assertThat(summary.waiting()).isEqualTo(3);
        assertThat(summary.counters().allDone()).isEqualTo(200);
        for (DeviceWork work : DeviceWork.values()) {
            assertThat(summary.counters().done(work)).as(work.text()).isPositive();
        }
        assertThat(summary.toJson().getJsonArray("work")).hasSize(DeviceWork.values().length);
        assertThat(summary.lines()).anyMatch(line -> line.contains("policy poll"));
    }

    @Test
    void countsWhatTheGatewayRefusesByCode() {
        assertThatThrownBy(() -> run(plan("blocked")))
                .isInstanceOf(FleetFailure.Refused.class)
                .hasMessageContaining("CMGService_Invalid_Token");
    }

    @Test
    void givesEachDeviceItsOwnCertificateAndKeepsThem() throws Exception {
        var first = new Identities(dir, CaEnvironment.forTests(), line -> {}).load(70);
        var again = new Identities(dir, CaEnvironment.forTests(), line -> {}).load(72);

        assertThat(first.stream().map(IssuedCertificate::certificate)).doesNotHaveDuplicates();
        assertThat(again.subList(0, 70).stream().map(IssuedCertificate::certificate))
                .containsExactlyElementsOf(
                        first.stream().map(IssuedCertificate::certificate).toList());
        assertThat(Files.exists(dir.resolve("certificates.pem"))).isTrue();
    }

    @Test
    void doesNotLoadAnotherMachineByMistake() {
        FleetPlan plan = at(URI.create("https://192.0.2.1"), "bulk", 1);

        assertThatThrownBy(plan::requireLoopback)
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining("--remote");
    }

    @Test
    void refusesNumbersThatMakeNoSense() {
        assertThatThrownBy(() -> at(URI.create(lab.file().edge()), "bulk", 0))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining("for example --devices 2000");
    }

    private FleetPlan plan(String token) {
        return at(URI.create(lab.file().edge()), token, 3);
    }

    private FleetPlan at(URI edge, String token, int devices) {
        return new FleetPlan(
                edge,
                lab.file().caFile(),
                lab.file().mpRoleId(),
                lab.file().content().getString("supRoleId"),
                lab.file().siteCode(),
                Secret.of(lab.file().token(token)),
                devices,
                100,
                Duration.ofSeconds(2),
                4096,
                dir);
    }

    private static FleetSummary run(FleetPlan plan) throws Exception {
        Vertx vertx = Loops.few();
        try {
            return new Fleet(vertx, plan, CaEnvironment.forTests(), line -> {}).run();
        } finally {
            vertx.close().await();
        }
    }
}
