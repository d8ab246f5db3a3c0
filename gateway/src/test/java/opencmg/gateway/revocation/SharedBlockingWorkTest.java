package opencmg.gateway.revocation;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.atomic.AtomicInteger;
import opencmg.gateway.identity.Awaited;
import opencmg.gateway.refusal.RefusalReason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SharedBlockingWorkTest {

    private final Vertx vertx = Vertx.vertx();
    private final SharedBlockingWork blockingWork = new SharedBlockingWork(vertx);

    @AfterEach
    void close() {
        Awaited.done(blockingWork.close());
        Awaited.done(vertx.close());
    }

    @Test
    void runsTheSameWorkOnceForConcurrentCallers() {
        AtomicInteger runs = new AtomicInteger();
        Promise<String> gate = Promise.promise();
        Future<String> first = blockingWork.once("key", () -> count(runs, gate));
        Future<String> second = blockingWork.once("key", () -> count(runs, gate));
        gate.complete("done");

        assertThat(Awaited.value(first)).isEqualTo("done");
        assertThat(Awaited.value(second)).isEqualTo("done");
        assertThat(runs).hasValue(1);
        assertThat(Awaited.value(blockingWork.once("key", () -> count(runs, gate))))
                .isEqualTo("done");
        assertThat(runs).hasValue(2);
    }

    @Test
    void completesOnEachCallersEventLoop() {
        Promise<String> gate = Promise.promise();
        Promise<Context> seenByFirst = Promise.promise();
        Promise<Context> seenBySecond = Promise.promise();
        Context first = vertx.getOrCreateContext();
        Context second = Awaited.value(otherContext());
        Promise<Void> bothCalled = Promise.promise();
        first.runOnContext(go -> {
            blockingWork.once("key", gate::future).onComplete(done -> seenByFirst.complete(Vertx.currentContext()));
            second.runOnContext(next -> {
                blockingWork
                        .once("key", gate::future)
                        .onComplete(done -> seenBySecond.complete(Vertx.currentContext()));
                bothCalled.complete();
            });
        });
        Awaited.done(bothCalled.future());
        gate.complete("done");

        assertThat(Awaited.value(seenByFirst.future())).isSameAs(first);
        assertThat(Awaited.value(seenBySecond.future())).isSameAs(second);
        assertThat(first).isNotSameAs(second);
    }

    @Test
    void refusesWorkOverTheLimit() {
        Promise<String> gate = Promise.promise();
        for (int i = 0; i < SharedBlockingWork.MAX_IN_PROGRESS; i++) {
            Future<String> waiting = blockingWork.once(i, gate::future);
            assertThat(waiting.isComplete()).isFalse();
        }
        assertThat(Awaited.refusal(blockingWork.once("one more", gate::future), RefusalReason.OVER_LIMIT)
                        .reason()
                        .retryAfterSeconds())
                .isPositive();
        gate.complete("done");
        assertThat(Awaited.value(blockingWork.once("later", gate::future))).isEqualTo("done");
    }

    @Test
    void removesWorkThatFailsToStart() {
        Future<String> failed = blockingWork.once("key", () -> {
            throw new IllegalStateException("no");
        });
        assertThat(Awaited.value(failed.otherwise("failed"))).isEqualTo("failed");
        Promise<String> gate = Promise.promise();
        gate.complete("done");
        assertThat(Awaited.value(blockingWork.once("key", gate::future))).isEqualTo("done");
    }

    private Future<Context> otherContext() {
        Promise<Context> promise = Promise.promise();
        Deployable deployable = context -> {
            promise.complete(context);
            return Future.succeededFuture();
        };
        return vertx.deployVerticle(deployable).compose(id -> promise.future());
    }

    private static Future<String> count(AtomicInteger runs, Promise<String> gate) {
        runs.incrementAndGet();
        return gate.future();
    }
}
