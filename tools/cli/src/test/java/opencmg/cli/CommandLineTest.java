package opencmg.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Exit codes and messages that scripts and people rely on. */
class CommandLineTest {

    @TempDir
    Path dir;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TestFactory
    Stream<DynamicTest> everyCommandHasHelp() {
        return Stream.concat(Stream.of(""), OpenCmg.program().getSubcommands().keySet().stream())
                .map(name -> DynamicTest.dynamicTest("opencmg " + name, () -> {
                    assertThat(run((name + " --help").strip().split(" "))).isZero();
                    assertThat(out.toString()).contains("Usage: ");
                }));
    }

    @Test
    void badUsageIsOneLineAndTwo() {
        assertThat(run("gateway")).isEqualTo(2);
        assertThat(err.toString()).startsWith("opencmg: Missing required option: '--config=FILE'");
        assertThat(run("lab", "--mp-mode", "x")).isEqualTo(2);
        assertThat(err.toString()).contains("--mp-mode: 'x' is none of ehttp, http, https");
        assertThat(run("lab", "--edge", "x")).isEqualTo(2);
        assertThat(err.toString()).contains("127.0.0.1:8443");
    }

    @Test
    void badSettingsAreOneLineEach() throws Exception {
        Path file = Files.writeString(dir.resolve("gateway.yaml"), "edge: { listen: nowhere }\nnonsense: 1\n");

        assertThat(run("gateway", "--config", file.toString(), "--check")).isEqualTo(2);
        assertThat(err.toString().lines())
                .hasSizeGreaterThanOrEqualTo(2)
                .allMatch(line -> line.startsWith("opencmg: " + file));
    }

    @Test
    void aPortInUseLeavesNothingBehind() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String edge = "127.0.0.1:" + taken.getLocalPort();

            assertThat(run("lab", "--dir", dir.resolve("lab").toString(), "--edge", edge, "--tunnel", "127.0.0.1:0"))
                    .isEqualTo(2);
            assertThat(err.toString().lines()).singleElement().asString().startsWith("opencmg: --edge: " + edge);
        }
        assertThat(dir.resolve("lab")).doesNotExist();
    }

    @Test
    void aLabThatDoesNotRunIsNamed() {
        assertThat(run("site", "versions", "--lab", dir.toString())).isEqualTo(2);
        assertThat(err.toString().lines()).singleElement().asString().contains("opencmg lab --dir " + dir);
    }

    @Test
    void theTokenToolShowsItsUsage() {
        assertThat(run("token", "/?")).isZero();
        assertThat(out.toString()).contains("/lifetime:MINUTES");
        assertThat(run("token", "--new", "--lifetime", "20000")).isEqualTo(2);
        assertThat(err.toString()).contains("10080");
    }

    @Test
    void ccmsetupTellsWhatIsMissing() {
        assertThat(run("ccmsetup", "/NoCRLCheck", "SMSSITECODE=LAB", "--lab", dir.toString()))
                .isEqualTo(2);
        assertThat(err.toString().lines()).singleElement().asString().contains("CCMHOSTNAME=");
    }

    private int run(String... arguments) {
        CommandLine program = OpenCmg.program();
        return program.setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
