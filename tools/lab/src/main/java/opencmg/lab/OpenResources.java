package opencmg.lab;

import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was opened, to be closed in the reverse order, each when the one before has ended, whether that went well or not. */
final class OpenResources {

    private static final Logger log = LoggerFactory.getLogger(OpenResources.class);

    private final Deque<Supplier<Future<Void>>> closers = new ArrayDeque<>();

    synchronized void add(Supplier<Future<Void>> closer) {
        closers.push(closer);
    }

    synchronized Future<Void> closeAll() {
        Future<Void> end = Future.succeededFuture();
        while (!closers.isEmpty()) {
            Supplier<Future<Void>> next = closers.pop();
            end = end.eventually(next);
        }
        return end.recover(cause -> {
            log.atWarn().setCause(cause).log("a part did not end well");
            return Future.succeededFuture();
        });
    }
}
