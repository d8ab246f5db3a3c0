package opencmg.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import opencmg.client.descriptor.LabFile;
import opencmg.client.http.Web;
import opencmg.client.http.WebRequest;
import opencmg.client.http.WebTrust;
import opencmg.launch.JavaProgram;
import opencmg.launch.Loops;
import org.jacoco.agent.rt.RT;
import org.jacoco.core.analysis.Analyzer;
import org.jacoco.core.analysis.CoverageBuilder;
import org.jacoco.core.data.ExecutionData;
import org.jacoco.core.data.ExecutionDataStore;
import org.jacoco.core.data.SessionInfoStore;
import org.jacoco.core.runtime.RemoteControlReader;
import org.jacoco.core.runtime.RemoteControlWriter;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Counts our source files that one request executes between the client's socket and the management point and back: how much a reader
 * has to open to follow it. The request has a CCM token and uses connections and caches that are warm.
 */
@Tag("slow")
class SourceFilesPerRequestTest {

    /** The aim is 60. Lower this limit when the count falls. */
    private static final int MAX_FILES = 70;

    private static final int WARM_UP_REQUESTS = 200;

    /** Timers (tunnel pings, health checks, site synchronization) may run in a round, so the smallest round counts. */
    private static final int ROUNDS = 5;

    @Test
    void passesFewSourceFiles(@TempDir Path dir) throws Exception {
        Set<String> files = measure(dir);

        Map<String, Set<String>> perModule = files.stream()
                .collect(Collectors.groupingBy(
                        SourceFilesPerRequestTest::module, TreeMap::new, Collectors.toCollection(TreeSet::new)));
        System.out.println(files.size() + " source files for one warm GET with a token, at most " + MAX_FILES);
        perModule.forEach((module, some) -> {
            System.out.println(module + ": " + some.size());
            some.forEach(file -> System.out.println("  " + file));
        });
        assertThat(perModule.keySet()).contains("gateway", "connectionpoint", "tunnel", "http");
        assertThat(files).hasSizeLessThanOrEqualTo(MAX_FILES);
    }

    private static Set<String> measure(Path dir) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Process process = start(dir, server.getLocalPort());
            try (Coverage coverage = new Coverage(server.accept())) {
                awaitReady(process, dir);
                return measure(LabFile.read(dir), coverage);
            } finally {
                process.destroy();
                process.waitFor();
            }
        }
    }

    private static Process start(Path dir, int port) throws IOException, URISyntaxException {
        Path agent = Path.of(
                RT.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        JavaProgram program = JavaProgram.running();
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-javaagent:" + agent + "=output=tcpclient,address=127.0.0.1,port=" + port
                                + ",includes=opencmg.*,excludes=opencmg.mockmp.*",
                        "-Xmx256m",
                        "-cp",
                        program.classPath(),
                        program.mainClass(),
                        "lab",
                        "--dir",
                        dir.toString(),
                        "--edge",
                        "127.0.0.1:0",
                        "--tunnel",
                        "127.0.0.1:0")
                .redirectError(dir.resolve("lab.err").toFile())
                .start();
    }

    private static void awaitReady(Process process, Path dir) throws IOException {
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith("The lab is ready.")) {
                return;
            }
        }
        throw new IOException("the lab did not start: " + Files.readString(dir.resolve("lab.err")));
    }

    private static Set<String> measure(LabFile lab, Coverage coverage) throws IOException {
        Vertx vertx = Loops.few();
        Web web = Web.pooled(vertx, WebTrust.of(lab.caFile()), 1);
        WebRequest request =
                WebRequest.get(lab.serverAuth() + "/SMS_MP/.sms_aut?MPLIST").bearer(lab.token("access"));
        try {
            for (int i = 0; i < WARM_UP_REQUESTS; i++) {
                assertThat(web.send(request).await().status()).isEqualTo(200);
            }
            List<Set<String>> rounds = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                coverage.reset();
                assertThat(web.send(request).await().status()).isEqualTo(200);
                rounds.add(coverage.settled());
            }
            return rounds.stream().min(Comparator.comparingInt(Set::size)).orElseThrow();
        } finally {
            web.close().await();
            vertx.close().await();
        }
    }

    /** The second part of the package: {@code opencmg/gateway/edge/EdgeServer.java} is of the gateway. */
    private static String module(String file) {
        return file.split("/", 3)[1];
    }

    /** What JaCoCo's agent in the other JVM has seen since the last reset. */
    private static final class Coverage implements AutoCloseable {

        private final Socket socket;
        private final RemoteControlWriter commands;
        private final RemoteControlReader answers;

        Coverage(Socket socket) throws IOException {
            this.socket = socket;
            this.commands = new RemoteControlWriter(socket.getOutputStream());
            this.answers = new RemoteControlReader(socket.getInputStream());
        }

        void reset() throws IOException {
            var unused = dump(true);
        }

        /** The gateway still finishes the exchange when the client has the response, so this reads until nothing is added. */
        Set<String> settled() throws IOException {
            Set<String> before = Set.of();
            Set<String> files = files();
            while (!files.equals(before)) {
                before = files;
                files = files();
            }
            return files;
        }

        private Set<String> files() throws IOException {
            ExecutionDataStore store = dump(false);
            CoverageBuilder classes = new CoverageBuilder();
            Analyzer analyzer = new Analyzer(store, classes);
            for (ExecutionData data : store.getContents()) {
                if (data.hasHits()) {
                    try (InputStream bytes = SourceFilesPerRequestTest.class
                            .getClassLoader()
                            .getResourceAsStream(data.getName() + ".class")) {
                        analyzer.analyzeClass(bytes, data.getName());
                    }
                }
            }
            return classes.getSourceFiles().stream()
                    .filter(file -> file.getLineCounter().getCoveredCount() > 0)
                    .map(file -> file.getPackageName() + "/" + file.getName())
                    .collect(Collectors.toSet());
        }

        private ExecutionDataStore dump(boolean reset) throws IOException {
            ExecutionDataStore store = new ExecutionDataStore();
            answers.setSessionInfoVisitor(new SessionInfoStore());
            answers.setExecutionDataVisitor(store);
            commands.visitDumpCommand(true, reset);
            if (!answers.read()) {
                throw new IOException("the agent has closed its connection");
            }
            return store;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
