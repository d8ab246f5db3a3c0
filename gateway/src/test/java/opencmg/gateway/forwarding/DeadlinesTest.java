package opencmg.gateway.forwarding;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import opencmg.gateway.identity.Awaited;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeadlinesTest {

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        Awaited.done(vertx.close());
    }

    @Test
    void runsWhatIsDueInItsOrderAndNothingThatWasCancelled() {
        List<String> ran = new CopyOnWriteArrayList<>();
        Promise<Void> last = Promise.promise();
        vertx.runOnContext(go -> {
            Deadlines deadlines = new Deadlines(vertx);
            Deadlines.Entry cancelled = deadlines.in(200, () -> ran.add("cancelled"));
            Deadlines.Entry late = deadlines.in(600, () -> {
                ran.add("last");
                last.complete();
            });
            Deadlines.Entry sameSlot = deadlines.in(200, () -> ran.add("cancelled by its neighbour"));
            Deadlines.Entry early = deadlines.in(200, () -> {
                ran.add("first");
                sameSlot.cancel();
            });
            cancelled.cancel();
            cancelled.cancel();
            assertThat(List.of(late, early)).doesNotContain(cancelled);
        });
        Awaited.done(last.future());

        assertThat(ran).containsExactly("first", "last");
    }
}
