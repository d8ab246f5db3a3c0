package opencmg.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import opencmg.cli.Eventually;
import opencmg.client.http.Web;
import opencmg.client.http.WebRequest;
import opencmg.client.http.WebResponse;
import opencmg.launch.Loops;
import opencmg.mockmp.MockMpVerticle;
import opencmg.settings.Address;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jars that hold one server alone. Maven packs them before it runs the tests of this module, except with {@code -Dquick} and {@code mvn test}. */
class SlimJarsTest {

    private static final Path GATEWAY = Path.of("../../gateway/target/gateway.jar");
    private static final Path CONNECTION_POINT = Path.of("../../connection-point/target/connection-point.jar");

    @TempDir
    Path directory;

    private final List<Process> processes = new ArrayList<>();

    @BeforeEach
    void jarsArePacked() {
        assumeTrue(Files.exists(GATEWAY) && Files.exists(CONNECTION_POINT), "the slim jars are not packed");
    }

    @AfterEach
    void killAll() {
        processes.forEach(Process::destroyForcibly);
    }

    @Test
    void holdOnlyWhatTheirServerRunsOn() throws IOException {
        assertThat(packagesIn(GATEWAY)).contains("opencmg/gateway").doesNotContain("opencmg/connectionpoint");
        assertThat(packagesIn(CONNECTION_POINT))
                .contains("opencmg/connectionpoint")
                .doesNotContain("opencmg/gateway");
        for (Path jar : List.of(GATEWAY, CONNECTION_POINT)) {
            assertThat(packagesIn(jar))
                    .as(jar.toString())
                    .doesNotContain(
                            "opencmg/mockmp",
                            "opencmg/certs",
                            "opencmg/client",
                            "opencmg/lab",
                            "opencmg/bench",
                            "opencmg/diagnose",
                            "opencmg/wire",
                            "opencmg/cli",
                            "org/h2",
                            "org/flywaydb",
                            "org/postgresql",
                            "org/bouncycastle",
                            "com/zaxxer",
                            "kotlin",
                            "no/nav",
                            "okhttp3",
                            "one/profiler");
        }
    }

    @Test
    void serveRequestsAndEndWithZeroOnSigterm() throws Exception {
        ChainConfigs configs = new ChainConfigs(directory);
        Address siteServer = ChainConfigs.freeAddress();
        Address edge = ChainConfigs.freeAddress();
        Address tunnel = ChainConfigs.freeAddress();
        Address gatewayAdmin = ChainConfigs.freeAddress();
        Path gateway = write("gateway.yaml", configs.gateway(edge, tunnel, gatewayAdmin));
        Path point =
                write("connection-point.yaml", configs.connectionPoint(siteServer, ChainConfigs.freeAddress(), tunnel));
        Vertx vertx = Loops.forServers();
        Web web = new Web(vertx, configs.client());
        try {
            String site = vertx.deployVerticle(
                            new MockMpVerticle(), new DeploymentOptions().setConfig(configs.mockMp(siteServer)))
                    .await();
            assertThat(site).isNotEmpty();
            Process first = start(GATEWAY, "--config", gateway.toString());
            Process second = start(CONNECTION_POINT, "--config", point.toString());
            assertThat(firstLine(first)).startsWith("gateway is up: ");
            assertThat(firstLine(second)).startsWith("connection-point is up: ");
            Eventually.holds(() -> web.send(WebRequest.get("http://" + gatewayAdmin + "/ready"))
                    .await()
                    .ok());

            WebResponse response = web.send(
                            WebRequest.get("https://" + edge + ChainConfigs.ROLE + "/SMS_MP/.sms_aut?MPLIST"))
                    .await();

            assertThat(response.status()).isEqualTo(200);
            assertThat(response.body().toString()).contains("<MPList>");
            // On POSIX systems this is SIGTERM.
            second.destroy();
            assertThat(exitCode(second)).isZero();
            first.destroy();
            assertThat(exitCode(first)).isZero();
        } finally {
            web.close().await();
            vertx.close().await();
        }
    }

    @Test
    void checkASettingsFile() throws Exception {
        ChainConfigs configs = new ChainConfigs(directory);
        Address any = new Address("127.0.0.1", 0);
        Path valid = write("gateway.yaml", configs.gateway(any, any, any));
        Path invalid = write("invalid.yaml", new JsonObject().put("edge", "nowhere"));

        Process good = start(GATEWAY, "--config", valid.toString(), "--check");
        assertThat(firstLine(good)).startsWith(valid + " is valid: edge 127.0.0.1:0");
        assertThat(exitCode(good)).isZero();
        assertThat(exitCode(start(GATEWAY, "--config", invalid.toString(), "--check")))
                .isEqualTo(2);
        assertThat(Files.readString(directory.resolve("errors-1.txt"))).contains("gateway: " + invalid + ": edge: ");
    }

    @Test
    void showHelpAndVersion() throws Exception {
        for (Path jar : List.of(GATEWAY, CONNECTION_POINT)) {
            Process help = start(jar, "--help");
            assertThat(firstLine(help)).startsWith("Usage: java -jar " + jar.getFileName());
            assertThat(exitCode(help)).isZero();
            Process version = start(jar, "--version");
            assertThat(firstLine(version)).startsWith("opencmg 0.").contains(", Java ");
            assertThat(exitCode(version)).isZero();
        }
    }

    /** The first one and the first two parts of the package of each class. */
    private static List<String> packagesIn(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream()
                    .map(entry -> entry.getName().replaceFirst("^META-INF/versions/[0-9]+/", ""))
                    .filter(name -> name.endsWith(".class"))
                    .map(name -> name.split("/", -1))
                    .filter(parts -> parts.length > 1)
                    .flatMap(parts -> List.of(parts[0], parts[0] + "/" + parts[1]).stream())
                    .distinct()
                    .toList();
        }
    }

    private Path write(String name, JsonObject settings) throws IOException {
        // JSON is YAML, too.
        return Files.writeString(directory.resolve(name), settings.encodePrettily());
    }

    private Process start(Path jar, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-jar",
                jar.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(
                        directory.resolve("errors-" + processes.size() + ".txt").toFile())
                .start();
        processes.add(process);
        return process;
    }

    private static String firstLine(Process process) throws IOException {
        BufferedReader lines = process.inputReader();
        return String.valueOf(lines.readLine());
    }

    private static int exitCode(Process process) throws InterruptedException {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }
}
