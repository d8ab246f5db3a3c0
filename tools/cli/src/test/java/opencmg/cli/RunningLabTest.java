package opencmg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import opencmg.lab.SharedLab;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import picocli.CommandLine;

/** Commands that talk to a lab that runs. */
@ExtendWith(SharedLab.class)
class RunningLabTest {

    private static final int LOOKS = 500;

    private final SharedLab.Running lab;

    RunningLabTest(SharedLab.Running lab) {
        this.lab = lab;
    }

    @Test
    void statusShowsEachPartWithARowForEachTunnel() {
        Said said = run("status");

        assertThat(said.code()).isZero();
        assertThat(said.text().lines())
                .anyMatch(line -> line.matches("gateway \\S+  http://127\\.0\\.0\\.1:\\d+  ready"))
                .anyMatch(line -> line.matches("connection point [0-9a-f-]{36}  http://127\\.0\\.0\\.1:\\d+  ready"))
                .anyMatch(line -> line.matches("  CONNECTION POINT +PEER +STATE +AGE +RTT +IN FLIGHT.*"))
                .anyMatch(line -> line.matches("  [0-9a-f-]{36} +127\\.0\\.0\\.1:\\d+ +up +.*"))
                .anyMatch(line -> line.matches("  127\\.0\\.0\\.1:\\d+ +127\\.0\\.0\\.1:\\d+ +up +.*"));
    }

    @Test
    void statusTellsEverythingAsJson() {
        JsonArray parts = new JsonArray(run("status", "--json").text());

        assertThat(parts).hasSize(2);
        for (Object part : parts) {
            assertThat(((JsonObject) part).getBoolean("ready")).isTrue();
            assertThat(((JsonObject) part).getJsonArray("tunnels")).isNotEmpty();
        }
    }

    @Test
    void statusOfAPartThatDoesNotAnswerFails() {
        Said said = run("status", "--admin", "http://127.0.0.1:1");

        assertThat(said.code()).isEqualTo(1);
        assertThat(said.text()).startsWith("connection point ?").contains("NOT READY: no answer: ");
    }

    @Test
    void synchronizeMakesANewVersionThatEveryGatewayRuns() {
        String told = run("site", "synchronize").text().strip();
        assertThat(told).matches("The site configuration has version \\d+ now\\.");
        String version = told.replaceAll("\\D", "");

        String versions = run("site", "versions").text();
        for (int look = 0; look < LOOKS && !versions.contains("gateway " + version + " of site LAB "); look++) {
            versions = run("site", "versions").text();
        }
        assertThat(versions).contains("site    " + version, "gateway " + version + " of site LAB ");
    }

    private record Said(int code, String text) {}

    private Said run(String... arguments) {
        StringWriter out = new StringWriter();
        CommandLine program = OpenCmg.program().setOut(new PrintWriter(out, true));
        boolean one = arguments.length > 1 && arguments[1].equals("--admin");
        String[] all = java.util.Arrays.copyOf(arguments, arguments.length + (one ? 0 : 2));
        if (!one) {
            all[arguments.length] = "--lab";
            all[arguments.length + 1] = lab.directory().toString();
        }
        return new Said(program.execute(all), out.toString());
    }
}
