package opencmg.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import opencmg.lab.LabOptions;
import opencmg.launch.LogSetup;

/** One log file for each part of a lab, even when they share a JVM. */
final class LabLogs {

    private LabLogs() {}

    static void into(LabOptions options) throws IOException {
        Path logs = Files.createDirectories(options.directory().resolve("logs"));
        Map<String, Path> files = options.fleet().processes()
                ? Map.of()
                : Map.of(
                        "opencmg.gateway", logs.resolve("gateway.log"),
                        "opencmg.connectionpoint", logs.resolve("connection-point.log"),
                        "opencmg.mockmp", logs.resolve("mock-mp.log"),
                        "opencmg.tunnel", logs.resolve("tunnel.log"));
        LogSetup.files(files, logs.resolve("lab.log"), options.verbose());
    }
}
