package opencmg.connectionpoint.site;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.Callable;

/** The one place where something blocks: files, certificates and path building run on a worker thread. */
public final class BlockingWork {

    private final Vertx vertx;

    public BlockingWork(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Runs it on a worker, one after the other for one caller's context; completes on that context. */
    public <T> Future<T> call(Callable<T> blocking) {
        return vertx.executeBlocking(blocking);
    }
}
