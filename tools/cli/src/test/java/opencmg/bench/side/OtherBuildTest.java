package opencmg.bench.side;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import opencmg.certs.CaEnvironment;
import opencmg.launch.JavaProgram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts the gateway and connection point of another jar, as {@code bench --other} does. */
@Tag("slow")
class OtherBuildTest {

    @TempDir
    private Path folder;

    private final HttpServer server;
    private final BenchWorkspace workspace;

    OtherBuildTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        workspace = BenchWorkspace.open(CaEnvironment.forTests());
    }

    @AfterEach
    void stop() {
        workspace.close();
        server.stop(0);
    }

    /** A jar without classes whose manifest leads to the classes of this build. */
    private Path jar() throws IOException {
        String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toUri().toString())
                .collect(Collectors.joining(" "));
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, "opencmg.cli.Main");
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath);
        Path jar = folder.resolve("before.jar");
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
        return jar;
    }

    @Test
    void anotherJarServesRequestsBesideThisBuild() throws IOException {
        server.createContext(Backend.SMALL, exchange -> {
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write(new byte[2]);
            exchange.close();
        });
        server.start();
        Backend backend = new Backend(server.getAddress().getPort());
        JavaProgram running = JavaProgram.running();
        Side ours = Peer.OPENCMG.in(workspace, backend, new OpenCmgJvms(running, "128m", false, null));
        Side other = Peer.OTHER.in(workspace, backend, new OpenCmgJvms(JavaProgram.of(jar()), "128m", false, null));

        // Each start() returns after a request with the site's token has passed the whole chain.
        ours.start();
        other.start();

        assertThat(ours.pids()).containsOnlyKeys("gateway", "connection-point");
        assertThat(other.pids()).containsOnlyKeys("other-gateway", "other-connection-point");
        assertThat(other.usage().cpuMicros()).isPositive();
    }
}
