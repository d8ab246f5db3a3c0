package opencmg.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Clock;
import opencmg.lab.Lab;
import opencmg.lab.LabOptions;
import opencmg.lab.Part;
import opencmg.launch.Loops;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lab of its own, since parts of it end. */
class BrokenChainTest {

    @Test
    void tellsThatNoConnectionPointIsThereAndWhatFollows(@TempDir Path dir) throws Exception {
        Vertx vertx = Loops.forServers();
        Lab lab = Lab.start(vertx, LabOptions.small(dir), step -> {});
        try {
            for (Part part : lab.parts()) {
                if (part.name().startsWith("connection-point")) {
                    part.close().get().await();
                }
            }

            AnalysisReport report = new Analysis(
                            vertx, AnalysisTarget.of(lab.file()), SignIn.of(lab.file()), Clock.systemUTC())
                    .run(finding -> {});

            assertThat(report.findings().stream().map(Finding::verdict))
                    .containsExactly(
                            CheckVerdict.GREEN,
                            CheckVerdict.GREEN,
                            CheckVerdict.GREEN,
                            CheckVerdict.RED,
                            CheckVerdict.RED,
                            CheckVerdict.RED);
            Finding points = report.of(Check.CONNECTION_POINTS).get(0);
            assertThat(points.text()).startsWith("No connection point is connected to the gateway");
            assertThat(points.next()).contains("dials the gateway's tunnel port");
            Finding channel = report.of(Check.MANAGEMENT_POINT).get(0);
            assertThat(channel.follows()).isEqualTo(Check.CONNECTION_POINTS);
            assertThat(channel.blame().code()).isEqualTo("no_connection_point");
            assertThat(channel.text()).contains("Status code is '503'");
        } finally {
            lab.close();
            vertx.close().await();
        }
    }
}
