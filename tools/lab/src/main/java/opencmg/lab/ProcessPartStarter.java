package opencmg.lab;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import opencmg.launch.JvmCommand;
import opencmg.settings.InvalidSettingsException;
import opencmg.settings.SettingsFault;

/**
 * Starts each part in its own JVM, from the same jar. A ready child writes its ports as one line of JSON to its standard output. It exits when its
 * standard input ends, so no child outlives this process, however this process dies.
 */
final class ProcessPartStarter implements PartStarter {

    /** A little more than the drain time of a part. */
    private static final int STOP_TIMEOUT_SECONDS = 35;

    private final Vertx vertx;
    private final LabOptions options;
    private final Path logs;
    private final Consumer<String> notices;
    private volatile boolean stopping;

    ProcessPartStarter(Vertx vertx, LabOptions options, Path logs, Consumer<String> notices) {
        this.vertx = vertx;
        this.options = options;
        this.logs = logs;
        this.notices = notices;
    }

    @Override
    public Future<Part> start(PartKind kind, String name, Path settings) {
        return vertx.executeBlocking(() -> launch(kind, name, settings), false)
                .compose(process -> vertx.executeBlocking(() -> awaitReady(name, process), false));
    }

    private Process launch(PartKind kind, String name, Path settings) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                kind.command(),
                "--config",
                settings.toString(),
                "--child",
                "--log-file",
                logs.resolve(name + ".log").toString()));
        if (options.verbose()) {
            arguments.add("-v");
        }
        return new ProcessBuilder(JvmCommand.of(options.fleet().heap(), List.of(), arguments))
                .redirectError(logs.resolve(name + ".err").toFile())
                .start();
    }

    private Part awaitReady(String name, Process process) throws IOException {
        BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
        String line = output.readLine();
        if (line == null) {
            throw startFailure(name, process);
        }
        try {
            Part part = new Part(name, new JsonObject(line), process.pid(), () -> stop(process));
            process.onExit()
                    .thenAccept(ended -> reportUnexpectedExit(name, ended))
                    .exceptionally(never -> null);
            return part;
        } catch (DecodeException e) {
            process.destroyForcibly();
            throw new IOException(name + " said '" + line + "' in place of its ports", e);
        }
    }

    private void reportUnexpectedExit(String name, Process ended) {
        if (!stopping) {
            notices.accept(name + " (process " + ended.pid() + ") has ended with exit code " + ended.exitValue());
        }
    }

    private RuntimeException startFailure(String name, Process process) throws IOException {
        Path errors = logs.resolve(name + ".err");
        try {
            if (!process.waitFor(STOP_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        List<SettingsFault> faults = Files.readAllLines(errors).stream()
                .filter(line -> !line.isBlank())
                .map(line -> new SettingsFault(name, "", line.replaceFirst("^opencmg: ", "")))
                .toList();
        boolean isUsageError = !process.isAlive() && process.exitValue() == 2 && !faults.isEmpty();
        return isUsageError
                ? new InvalidSettingsException(faults)
                : new IllegalStateException(
                        name + " did not start; see " + errors + " and " + logs.resolve(name + ".log")
                                + (faults.isEmpty()
                                        ? ""
                                        : ": " + faults.get(faults.size() - 1).problem()));
    }

    // Uses the handle because Process.destroy would also close the child's standard input, and the child would take
    // that for the death of its parent.
    private Future<Void> stop(Process process) {
        stopping = true;
        process.toHandle().destroy();
        return Future.fromCompletionStage(process.onExit())
                .timeout(STOP_TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .onFailure(late -> process.destroyForcibly())
                .otherwiseEmpty()
                .mapEmpty();
    }
}
