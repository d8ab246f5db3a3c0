package opencmg.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import opencmg.gateway.identity.Awaited;
import opencmg.tunnel.FailureReason;
import opencmg.tunnel.RelayFailure;
import opencmg.tunnel.RelayRequest;
import opencmg.tunnel.RelayResponse;
import opencmg.wire.Wire;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two connection points on real tunnels, each behind a wire of its own that the test cuts: what a client gets, and how often somebody inside may have
 * seen its request.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecondTriesTest {

    /** A fifth of the traffic may be second tries. */
    private static final int REQUESTS_FOR_ONE_MORE = 5;

    private final List<String> arrived = new CopyOnWriteArrayList<>();
    private final Wire[] wires = new Wire[2];
    private volatile Inside inside = (point, request) -> World.text(200, "from " + point);
    private World world;

    /** What is behind connection point 0 or 1. */
    private interface Inside {
        Future<RelayResponse> relay(int point, RelayRequest request);
    }

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        // One loop: a budget counts for each.
        world = new World(directory, "limits: { eventLoops: 1 }");
        for (int i = 0; i < 2; i++) {
            int point = i;
            wires[i] = Awaited.value(Wire.listen(world.vertx, 0, "127.0.0.1", world.gateway.tunnelPort()));
            world.dial(wires[i].port(), request -> asked(point, request), UUID.randomUUID(), 1)
                    .awaitConfigured();
        }
    }

    @AfterAll
    void stop() {
        world.close();
    }

    /** Both have dialled again when the test before has cut a wire, and the traffic allows two second tries whatever it has used up. */
    @BeforeEach
    void bothCarry() throws IOException {
        inside = (point, request) -> World.text(200, "from " + point);
        arrived.clear();
        world.await(() -> {
            try {
                return world.ask("GET", "/SMS_MP").status() == 200
                        && Set.copyOf(arrived).size() == 2;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        for (int i = 0; i < 2 * REQUESTS_FOR_ONE_MORE; i++) {
            assertThat(world.ask("GET", "/SMS_MP").status()).isEqualTo(200);
        }
        arrived.clear();
    }

    private Future<RelayResponse> asked(int point, RelayRequest request) {
        arrived.add(request.method() + " at " + point);
        return inside.relay(point, request);
    }

    /** Silent whoever is asked first, so that its wire can be cut under it; the other one answers. */
    private Future<RelayResponse> silentFirst(int point) {
        return arrived.size() == 1 ? Promise.<RelayResponse>promise().future() : World.text(200, "from " + point);
    }

    private int first() {
        world.await(() -> !arrived.isEmpty());
        return arrived.get(0).endsWith("0") ? 0 : 1;
    }

    private void cut(int point) {
        Awaited.done(wires[point].cut());
    }

    // ------------------------------------------------------------------ the tunnel goes

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD"})
    void readsOverTheOtherTunnelWhatWasLostBeforeItsAnswerBegan(String method) throws IOException {
        inside = (point, request) ->
                method.equals("HEAD") && arrived.size() > 1 ? World.answer(200, null) : silentFirst(point);
        try (Caller caller = world.caller()) {
            caller.head(world.request(method, "/SMS_MP"));
            int lost = first();

            cut(lost);

            assertThat(caller.replyHead().status()).isEqualTo(200);
            assertThat(arrived).containsExactly(method + " at " + lost, method + " at " + (1 - lost));
        }
    }

    @Test
    void repeatsNoMessageWhoseBodyMayHaveArrived() throws IOException {
        Promise<Long> read = Promise.promise();
        inside = (point, request) -> {
            World.read(request.body()).onComplete(read);
            return silentFirst(point);
        };
        try (Caller caller = world.caller()) {
            caller.head(world.request("POST", "/SMS_MP", "Content-Length: 1")).send(new byte[] {Chunks.at(0)});
            assertThat(Awaited.value(read.future())).as("it has arrived").isEqualTo(1);

            cut(first());

            isLost(caller.reply());
            assertThat(arrived).hasSize(1);
        }
    }

    /** No byte of a body, but the method says that something may have been done. */
    @ParameterizedTest
    @ValueSource(strings = {"POST", "CCM_POST", "PROPFIND"})
    void repeatsNothingThatIsMoreThanReading(String method) throws IOException {
        inside = (point, request) -> silentFirst(point);
        try (Caller caller = world.caller()) {
            caller.head(world.request(method, "/SMS_MP"));

            cut(first());

            isLost(caller.reply());
            assertThat(arrived).hasSize(1);
        }
    }

    @Test
    void tearsAnAnswerThatHadBegunAndAsksNobodyElse() throws IOException {
        inside = (point, request) -> World.answer(200, Chunks.of(1L << 30));
        try (Caller caller = world.caller()) {
            caller.head(world.request("GET", "/Big/file"));
            assertThat(caller.replyHead().status()).isEqualTo(200);
            caller.exactly(1000);

            cut(first());

            assertThatThrownBy(() -> caller.exactly(1 << 30)).isInstanceOf(EOFException.class);
            assertThat(arrived).hasSize(1);
        }
    }

    private static void isLost(Reply reply) {
        assertThat(reply.status()).isEqualTo(502);
        assertThat(reply.code()).isEqualTo("tunnel_lost");
        assertThat(reply.json().getString("hop")).isEqualTo("tunnel");
    }

    // ------------------------------------------------------------------ the connection point will not

    @Test
    void givesAWholeBodyToTheOtherOneWhenTheFirstTookNothingOfIt() throws IOException {
        inside = (point, request) -> arrived.size() == 1
                ? full()
                : World.read(request.body()).compose(bytes -> World.text(200, bytes + " bytes"));
        try (Caller caller = world.caller()) {
            // The client waits to be told to go on: nothing of its body can have gone to the first one.
            caller.head(world.request("POST", "/SMS_MP", "Content-Length: 5"));
            world.await(() -> arrived.size() == 2);
            for (int i = 0; i < 5; i++) {
                caller.send(new byte[] {Chunks.at(i)});
            }

            assertThat(caller.reply().text()).isEqualTo("5 bytes");
            assertThat(arrived).doesNotHaveDuplicates().hasSize(2);
        }
    }

    @Test
    void keepsSecondTriesUnderAFifthOfTheTraffic() throws IOException {
        inside = (point, request) -> full();
        try (Caller caller = world.caller()) {
            ask(caller, 50);
            assertThat(arrived.size() - 50).as("what was saved, and a fifth").isBetween(1, 20);
            arrived.clear();

            ask(caller, 100);
            assertThat(arrived.size() - 100).as("a fifth").isBetween(19, 20);
        }
    }

    private void ask(Caller caller, int times) throws IOException {
        for (int i = 0; i < times; i++) {
            assertThat(caller.ask(world.request("GET", "/SMS_MP")).code()).isEqualTo("over_limit");
        }
    }

    private static Future<RelayResponse> full() {
        return Future.failedFuture(new RelayFailure(FailureReason.OVER_LIMIT, "as the test says"));
    }
}
