package opencmg.launch;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;

/** The Vert.x that commands run on. */
public final class Loops {

    private Loops() {}

    /** For servers: native transport where there is one. */
    public static Vertx forServers() {
        return Vertx.vertx(options());
    }

    /** For a client or a short conversation: one loop, quick to start. */
    public static Vertx few() {
        return Vertx.vertx(
                options().setEventLoopPoolSize(1).setWorkerPoolSize(2).setPreferNativeTransport(false));
    }

    // Nothing is read from the class path by way of the disk, so no cache folder is left in the temporary directory.
    private static VertxOptions options() {
        return new VertxOptions()
                .setPreferNativeTransport(true)
                .setFileSystemOptions(new FileSystemOptions()
                        .setClassPathResolvingEnabled(false)
                        .setFileCachingEnabled(false));
    }
}
