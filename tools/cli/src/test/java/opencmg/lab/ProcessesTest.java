package opencmg.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import opencmg.client.http.Web;
import opencmg.client.http.WebRequest;
import opencmg.client.http.WebResponse;
import opencmg.client.http.WebTrust;
import opencmg.launch.Loops;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same lab with each part in a JVM of its own. */
class ProcessesTest {

    @Test
    void servesUntilTheConnectionPointIsKilledAndLeavesNoProcess(@TempDir Path dir) throws Exception {
        Vertx vertx = Loops.forServers();
        Lab lab = Lab.start(vertx, LabOptions.small(dir).with(new LabOptions.Fleet(1, 1, true, "128m")), step -> {});
        List<ProcessHandle> processes = lab.parts().stream()
                .map(part -> ProcessHandle.of(part.pid()).orElseThrow())
                .toList();
        Web web = new Web(vertx, WebTrust.of(lab.file().caFile()));
        WebRequest ask = WebRequest.get(lab.file().serverAuth() + "/SMS_MP/.sms_aut?MPLIST")
                .bearer(lab.file().token("access"));
        try {
            assertThat(processes)
                    .hasSize(3)
                    .doesNotContain(ProcessHandle.current())
                    .doesNotHaveDuplicates();
            assertThat(web.send(ask).await().status()).isEqualTo(200);

            ProcessHandle point = processes.get(2);
            assertThat(point.destroyForcibly()).isTrue();
            point.onExit().get(10, TimeUnit.SECONDS);

            // A request that was in the dying tunnel is a 502; that the tunnel is gone is known a moment later.
            WebResponse refusal = web.send(ask).await();
            for (int again = 0; again < 50 && refusal.status() == 502; again++) {
                refusal = web.send(ask).await();
            }
            assertThat(refusal.status()).isEqualTo(503);
            assertThat(refusal.header("Retry-After")).isNotEmpty();
        } finally {
            web.close().await();
            lab.close();
            vertx.close().await();
        }
        assertThat(processes).noneMatch(ProcessHandle::isAlive);
        assertThat(Files.exists(dir.resolve("lab.json"))).isFalse();
        Leaks.noneIn(dir.resolve("logs"));
    }
}
