package opencmg.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import opencmg.gateway.refusal.Refusal;
import opencmg.gateway.refusal.RefusalReason;

/** Blocks the test's thread until a future completes. */
public final class Awaited {

    private Awaited() {}

    public static <T> T value(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new AssertionError(e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    /** Waits until the future succeeds. The timeout is longer than the drain time of a gateway. */
    public static void done(Future<?> future) {
        assertThat(future.map(result -> true).toCompletionStage().toCompletableFuture())
                .succeedsWithin(Duration.ofSeconds(90));
    }

    /** Waits for a refusal with this reason and returns it. */
    @CanIgnoreReturnValue
    public static Refusal refusal(Future<?> future, RefusalReason reason) {
        Refusal refusal = anyRefusal(future);
        assertThat(refusal.reason()).as(refusal.detail()).isEqualTo(reason);
        return refusal;
    }

    private static Refusal anyRefusal(Future<?> future) {
        try {
            throw new AssertionError("served: " + value(future));
        } catch (Refusal refusal) {
            return refusal;
        }
    }
}
