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
 * Each part in a JVM of its own, started from the same jar. A child tells its ports in one line on its standard output when it is ready, and ends when
 * its standard input ends, so that none outlives this process however that dies.
 */
final class PartsAsProcesses implements Parts {

    /** Somewhat more than the time that a part gives to what is in flight. */
    private static final int SECONDS_TO_END = 35;

    private final Vertx vertx;
    private final LabOptions order;
    private final Path logs;
    private final Consumer<String> notices;
    private volatile boolean ending;

    PartsAsProcesses(Vertx vertx, LabOptions order, Path logs, Consumer<String> notices) {
        this.vertx = vertx;
        this.order = order;
        this.logs = logs;
        this.notices = notices;
    }

    @Override
    public Future<Part> start(PartKind kind, String name, Path settings) {
        return vertx.executeBlocking(() -> launch(kind, name, settings), false)
                .compose(process -> vertx.executeBlocking(() -> ready(name, process), false));
    }

    private Process launch(PartKind kind, String name, Path settings) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                kind.command(),
                "--config",
                settings.toString(),
                "--child",
                "--log-file",
                logs.resolve(name + ".log").toString()));
        if (order.verbose()) {
            arguments.add("-v");
        }
        return new ProcessBuilder(JvmCommand.of(order.fleet().heap(), List.of(), arguments))
                .redirectError(logs.resolve(name + ".err").toFile())
                .start();
    }

    private Part ready(String name, Process process) throws IOException {
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        String line = out.readLine();
        if (line == null) {
            throw failed(name, process);
        }
        try {
            Part part = new Part(name, new JsonObject(line), process.pid(), () -> end(process));
            process.onExit().thenAccept(ended -> told(name, ended)).exceptionally(never -> null);
            return part;
        } catch (DecodeException e) {
            process.destroyForcibly();
            throw new IOException(name + " said '" + line + "' in place of its ports", e);
        }
    }

    private void told(String name, Process ended) {
        if (!ending) {
            notices.accept(name + " (process " + ended.pid() + ") has ended with exit code " + ended.exitValue());
        }
    }

    private RuntimeException failed(String name, Process process) throws IOException {
        Path errors = logs.resolve(name + ".err");
        try {
            if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        List<SettingsFault> said = Files.readAllLines(errors).stream()
                .filter(line -> !line.isBlank())
                .map(line -> new SettingsFault(name, "", line.replaceFirst("^opencmg: ", "")))
                .toList();
        boolean usage = !process.isAlive() && process.exitValue() == 2 && !said.isEmpty();
        return usage
                ? new InvalidSettingsException(said)
                : new IllegalStateException(
                        name + " did not start; see " + errors + " and " + logs.resolve(name + ".log")
                                + (said.isEmpty()
                                        ? ""
                                        : ": " + said.get(said.size() - 1).problem()));
    }

    // Through the handle: Process.destroy would close the child's input too, which tells it that its parent is dead.
    private Future<Void> end(Process process) {
        ending = true;
        process.toHandle().destroy();
        return Future.fromCompletionStage(process.onExit())
                .timeout(SECONDS_TO_END, TimeUnit.SECONDS)
                .onFailure(late -> process.destroyForcibly())
                .otherwiseEmpty()
                .mapEmpty();
    }
}
