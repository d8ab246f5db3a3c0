package opencmg.launch;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;

/** Creates the Vert.x instance of a command. */
public final class Loops {

    private Loops() {}

    /** For servers: one event loop per processor, native transport if available. */
    public static Vertx forServers() {
        return Vertx.vertx(options());
    }

    /** For a client or a few requests: one event loop, quick to start. */
    public static Vertx few() {
        return Vertx.vertx(
                options().setEventLoopPoolSize(1).setWorkerPoolSize(2).setPreferNativeTransport(false));
    }

    // Without class path resolving and file caching Vert.x creates no cache folder in the temporary directory.
    private static VertxOptions options() {
        return new VertxOptions()
                .setPreferNativeTransport(true)
                .setFileSystemOptions(new FileSystemOptions()
                        .setClassPathResolvingEnabled(false)
                        .setFileCachingEnabled(false));
    }
}
