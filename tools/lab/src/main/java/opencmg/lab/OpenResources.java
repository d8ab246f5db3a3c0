package opencmg.lab;

import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Open resources of a lab. Closes them one after the other in reverse order, and continues when one of them fails to close. */
final class OpenResources {

    private static final Logger log = LoggerFactory.getLogger(OpenResources.class);

    private final Deque<Supplier<Future<Void>>> closers = new ArrayDeque<>();

    synchronized void add(Supplier<Future<Void>> closer) {
        closers.push(closer);
    }

    synchronized Future<Void> closeAll() {
        Future<Void> closed = Future.succeededFuture();
        while (!closers.isEmpty()) {
            Supplier<Future<Void>> next = closers.pop();
            closed = closed.eventually(next);
        }
        return closed.recover(cause -> {
            log.atWarn().setCause(cause).log("a part did not end well");
            return Future.succeededFuture();
        });
    }
}
