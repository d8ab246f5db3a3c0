package opencmg.lab;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;

/** All parts on the event loops of one Vert.x: quick, and what the demo and the tests use. */
record PartsInThisJvm(Vertx vertx) implements Parts {

    @Override
    public Future<Part> start(PartKind kind, String name, Path settings) {
        return kind.start(vertx, name, settings);
    }
}
