package opencmg.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import opencmg.lab.LabOptions;
import opencmg.launch.LogSetup;

/** One log for each part of a lab, also when they share a JVM. */
final class LabLogs {

    private LabLogs() {}

    static void into(LabOptions order) throws IOException {
        Path logs = Files.createDirectories(order.directory().resolve("logs"));
        Map<String, Path> files = order.fleet().processes()
                ? Map.of()
                : Map.of(
                        "opencmg.gateway", logs.resolve("gateway.log"),
                        "opencmg.connectionpoint", logs.resolve("connection-point.log"),
                        "opencmg.mockmp", logs.resolve("mock-mp.log"),
                        "opencmg.tunnel", logs.resolve("tunnel.log"));
        LogSetup.files(files, logs.resolve("lab.log"), order.verbose());
    }
}
