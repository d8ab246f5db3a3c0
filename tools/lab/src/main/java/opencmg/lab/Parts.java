package opencmg.lab;

import io.vertx.core.Future;
import java.nio.file.Path;

/** Starts the parts of a lab. */
interface Parts {

    /**
     * Starts one.
     *
     * @param name for logs and messages, for example {@code gateway-1}
     * @param settings its YAML file
     * @return when it is ready; fails with InvalidSettings when the file or a port cannot be used
     */
    Future<Part> start(PartKind kind, String name, Path settings);
}
