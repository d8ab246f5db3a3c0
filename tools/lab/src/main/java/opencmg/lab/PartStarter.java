package opencmg.lab;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;

/** Starts the parts of a lab. */
interface PartStarter {

    /**
     * Starts one part.
     *
     * @param name for logs and messages, for example {@code gateway-1}
     * @param settings its YAML file
     * @return completes when the part is ready; fails with {@link opencmg.settings.InvalidSettingsException} when the file or a port cannot be used
     */
    Future<Part> start(PartKind kind, String name, Path settings);

    /** Starts all parts on the event loops of one Vert.x. This is fast; the demo and the tests use it. */
    static PartStarter inThisJvm(Vertx vertx) {
        return (kind, name, settings) -> kind.start(vertx, name, settings);
    }
}
