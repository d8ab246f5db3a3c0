package opencmg.connectionpoint.site;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.Callable;

/** Runs whatever blocks on worker threads: files, certificates and path building. */
public final class BlockingWork {

    private final Vertx vertx;

    public BlockingWork(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Calls from one context run one after the other. Completes on the caller's context. */
    public <T> Future<T> call(Callable<T> blocking) {
        return vertx.executeBlocking(blocking);
    }
}
