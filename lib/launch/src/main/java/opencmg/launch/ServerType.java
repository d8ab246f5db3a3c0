package opencmg.launch;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.function.BiFunction;
import java.util.function.Function;
import opencmg.settings.InvalidSettingsException;
import opencmg.settings.SettingsFile;

/**
 * A kind of server: how to check its settings and how to start it. Commands, verticles and the lab start servers with it.
 *
 * @param <S> its settings
 */
public final class ServerType<S extends Record> {

    private final String name;
    private final Class<S> settings;
    private final Function<S, String> check;
    private final BiFunction<Vertx, S, Future<RunningServer>> start;

    /**
     * Describes a kind of server.
     *
     * @param name as on the command line, for example {@code connection-point}
     * @param check validates settings without opening anything, blocks, and returns a summary in one line
     * @param start starts a server; fails with {@link InvalidSettingsException} for problems that the user can fix
     */
    public ServerType(
            String name,
            Class<S> settings,
            Function<S, String> check,
            BiFunction<Vertx, S, Future<RunningServer>> start) {
        this.name = name;
        this.settings = settings;
        this.check = check;
        this.start = start;
    }

    /** Its name on the command line. */
    public String name() {
        return name;
    }

    /**
     * Reads and validates a settings file and starts nothing. Blocks.
     *
     * @return a summary in one line
     * @throws InvalidSettingsException with all faults found
     */
    public String check(Path file) {
        return check.apply(SettingsFile.read(file, settings));
    }

    /**
     * Starts a server from a YAML file. Reads the file on the calling thread.
     *
     * @return fails with {@link InvalidSettingsException} if a port cannot be used, for example
     * @throws InvalidSettingsException if the file is invalid, with all faults found
     */
    public Future<RunningServer> start(Vertx vertx, Path file) {
        return start.apply(vertx, SettingsFile.read(file, settings))
                .recover(failure -> withSource(file.toString(), failure));
    }

    /**
     * Starts a server from the configuration of a verticle.
     *
     * @param config the keys of the YAML file; relative file names are relative to the working directory
     * @return fails with {@link InvalidSettingsException}, whose faults name the source {@code config}
     */
    public Future<RunningServer> start(Vertx vertx, JsonObject config) {
        return vertx.executeBlocking(
                        () -> SettingsFile.readJson(config.toBuffer().getBytes(), "config", settings))
                .compose(valid -> start.apply(vertx, valid))
                .recover(failure -> withSource("config", failure));
    }

    /** Names the source in faults that only show when the server starts, for example a port in use. */
    private static <T> Future<T> withSource(String source, Throwable failure) {
        return Future.failedFuture(failure instanceof InvalidSettingsException invalid ? invalid.in(source) : failure);
    }
}
