package opencmg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import opencmg.lab.SharedLab;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Exit codes and machine-readable output. */
@ExtendWith(SharedLab.class)
class AnalyzeCommandTest {

    @TempDir
    Path dir;

    private final SharedLab.Running lab;
    private final StringWriter out = new StringWriter();

    AnalyzeCommandTest(SharedLab.Running lab) {
        this.lab = lab;
    }

    @Test
    void endsWithZeroWhenAllIsGreen() {
        assertThat(run("--lab", lab.directory().toString())).isZero();
        assertThat(out.toString()).contains("  6 green ", "Nothing is red.");
    }

    @Test
    void endsWithOneAndGoodJsonWhenSomethingIsRed() throws Exception {
        Path token = Files.writeString(dir.resolve("token.txt"), lab.file().token("blocked"));

        assertThat(run("--lab", lab.directory().toString(), "--token", token.toString(), "--json"))
                .isEqualTo(1);
        JsonObject report = new JsonObject(out.toString());
        assertThat(report.getJsonArray("checks").getJsonObject(4).getString("code"))
                .isEqualTo("token_blocked");
    }

    @Test
    void needsNoMoreThanTheEdgeOfAGateway() {
        assertThat(run("--edge", lab.file().edge(), "--ca", lab.file().caFile().toString()))
                .isZero();
        assertThat(out.toString()).contains("  2 green ", "  3 not checked ", "Not checked: 4.");
    }

    private int run(String... arguments) {
        return new CommandLine(new AnalyzeCommand())
                .setOut(new PrintWriter(out, true))
                .execute(arguments);
    }
}
