package opencmg.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import opencmg.tunnel.Relay;
import opencmg.tunnel.RelayResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Bodies in both directions: whole, large, slow, too large, and torn. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BodiesTest {

    private static final int LARGE = 32 << 20;

    /** What sockets and windows between two ends may hold; far below what is on its way. */
    private static final long IN_BETWEEN = 16 << 20;

    private volatile Relay inside = request -> World.text(200, "");
    private World world;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        world = new World(directory);
        world.connect(request -> inside.relay(request));
    }

    @AfterAll
    void stop() {
        world.close();
    }

    private static byte[] bytes(int from, int size) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = Chunks.at(from + i);
        }
        return bytes;
    }

    private static Future<RelayResponse> count(opencmg.tunnel.RelayRequest request) {
        return World.read(request.body()).compose(bytes -> World.text(200, Long.toString(bytes)));
    }

    // ------------------------------------------------------------------ whole

    @Test
    void carriesALargeUploadByteForByte() throws IOException {
        inside = BodiesTest::count;
        try (Caller caller = world.caller()) {
            caller.head(world.request("BITS_POST", "/Big/upload", "Content-Length: " + LARGE));
            for (int sent = 0; sent < LARGE; sent += 1 << 16) {
                caller.send(bytes(sent, 1 << 16));
            }
            assertThat(caller.reply().text()).isEqualTo(Integer.toString(LARGE));
        }
    }

    @Test
    void carriesAChunkedUpload() throws IOException {
        inside = BodiesTest::count;
        try (Caller caller = world.caller()) {
            caller.head(world.request("POST", "/Big/upload", "Transfer-Encoding: chunked"));
            for (int i = 0; i < 100; i++) {
                caller.send("1000\r\n".getBytes(StandardCharsets.US_ASCII))
                        .send(bytes(i * 4096, 4096))
                        .send("\r\n".getBytes(StandardCharsets.US_ASCII));
            }
            caller.send("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(caller.reply().text()).isEqualTo("409600");
            assertThat(caller.ask(world.request("GET", "/SMS_MP")).text()).isEqualTo("0");
        }
    }

    @Test
    void carriesALargeDownloadByteForByte() throws IOException {
        inside = request -> World.answer(200, Chunks.of(LARGE), "content-length", Integer.toString(LARGE));
        try (Caller caller = world.caller()) {
            Reply reply = caller.ask(world.request("GET", "/Big/file"));

            Buffer body = reply.body();
            assertThat(body.length()).isEqualTo(LARGE);
            for (int i = 0; i < LARGE; i += 997) {
                assertThat(body.getByte(i)).isEqualTo(Chunks.at(i));
            }
        }
    }

    @Test
    void makesASlowReaderWaitAndNobodyElse() throws IOException {
        Chunks source = Chunks.of(4L * LARGE);
        inside = request -> request.target().endsWith("/slow") ? World.answer(200, source) : World.text(200, "quick");
        try (Caller slow = world.caller()) {
            slow.head(world.request("GET", "/Big/slow"));
            Reply head = slow.replyHead();

            assertThat(head.status()).isEqualTo(200);
            for (int i = 0; i < 10; i++) {
                assertThat(world.ask("GET", "/SMS_MP").text()).isEqualTo("quick");
            }
            assertThat(source.made()).isLessThan(IN_BETWEEN);
            slow.exactly(LARGE);
            assertThat(source.made()).isBetween((long) LARGE - 1, LARGE + IN_BETWEEN);
        }
    }

    @Test
    void makesAClientWaitForASlowInside() throws Exception {
        Promise<Void> go = Promise.promise();
        inside = request -> {
            if (!request.target().endsWith("/upload")) {
                return World.text(200, "quick");
            }
            Promise<RelayResponse> answered = Promise.promise();
            go.future().onComplete(now -> count(request).onComplete(answered));
            return answered.future();
        };
        try (Caller caller = world.caller()) {
            caller.head(world.request("BITS_POST", "/Big/upload", "Content-Length: " + LARGE));
            Thread uploader = new Thread(() -> send(caller, LARGE));
            uploader.start();
            for (int i = 0; i < 10; i++) {
                assertThat(world.ask("GET", "/SMS_MP").text()).isEqualTo("quick");
            }
            assertThat(uploader.isAlive())
                    .as("more than every buffer on the way holds")
                    .isTrue();
            go.complete();
            assertThat(caller.reply().text()).isEqualTo(Integer.toString(LARGE));
            uploader.join();
        }
    }

    private static void send(Caller caller, int size) {
        try {
            for (int sent = 0; sent < size; sent += 1 << 16) {
                caller.send(bytes(sent, 1 << 16));
            }
        } catch (IOException e) {
            // The edge may stop reading; what it answered is what the test looks at.
        }
    }

    // ------------------------------------------------------------------ Expect

    @Test
    void sendsContinueWhenTheInsideWantsTheBody() throws IOException {
        inside = BodiesTest::count;
        try (Caller caller = world.caller()) {
            caller.head(world.request("POST", "/Small/x", "Content-Length: 10", "Expect: 100-continue"));
            assertThat(caller.reply().status()).isEqualTo(100);
            assertThat(caller.send(bytes(0, 10)).reply().text()).isEqualTo("10");
            assertThat(caller.ask(world.request("GET", "/SMS_MP")).text()).isEqualTo("0");
        }
    }

    @Test
    void sendsNoContinueToWhomItRefuses() throws IOException {
        try (Caller caller = world.caller()) {
            Reply reply = caller.ask(
                    "POST /elsewhere HTTP/1.1", "Host: localhost", "Content-Length: 10", "Expect: 100-continue");

            assertThat(reply.status()).isEqualTo(404);
            assertThat(reply.field("connection")).isEqualTo("close");
            assertThat(caller.toTheEnd()).isZero();
        }
    }

    // ------------------------------------------------------------------ too large

    @Test
    void refusesADeclaredBodyThatIsTooLargeBeforeReadingIt() throws IOException {
        try (Caller caller = world.caller()) {
            Reply reply = caller.ask(world.request("POST", "/Small/x", "Content-Length: 100001"));

            assertThat(reply.status()).isEqualTo(413);
            assertThat(reply.code()).isEqualTo("body_too_large");
        }
    }

    @Test
    void refusesAnUndeclaredBodyOnceItIsTooLarge() throws IOException {
        AtomicBoolean cancelled = new AtomicBoolean();
        inside = request -> {
            request.abandoned().onComplete(gone -> cancelled.set(true));
            return count(request);
        };
        try (Caller caller = world.caller()) {
            caller.head(world.request("POST", "/Small/x", "Transfer-Encoding: chunked"));
            Thread uploader = new Thread(() -> {
                try {
                    for (int i = 0; i < 1000; i++) {
                        caller.send("1000\r\n".getBytes(StandardCharsets.US_ASCII))
                                .send(bytes(i * 4096, 4096))
                                .send("\r\n".getBytes(StandardCharsets.US_ASCII));
                    }
                } catch (IOException e) {
                    // expected: nobody reads this to its end
                }
            });
            uploader.start();
            Reply reply = caller.reply();

            assertThat(reply.status()).isEqualTo(413);
            assertThat(reply.code()).isEqualTo("body_too_large");
            assertThat(reply.field("connection")).isEqualTo("close");
            world.await(cancelled::get);
            uploader.interrupt();
        }
    }

    @Test
    void tellsAClientThatItsBodyDoesNotCome() throws IOException {
        inside = BodiesTest::count;
        try (Caller caller = world.caller()) {
            Reply reply = caller.head(world.request("POST", "/Slow/x", "Content-Length: 100"))
                    .reply();

            assertThat(reply.status()).isEqualTo(408);
            assertThat(reply.code()).isEqualTo("body_stalled");
        }
    }

    // ------------------------------------------------------------------ early, torn, gone

    @Test
    void passesAnAnswerOnThatComesBeforeTheBodyIsRead() throws IOException {
        inside = request -> World.text(401, "no");
        try (Caller caller = world.caller()) {
            Reply reply = caller.head(world.request("POST", "/Big/x", "Content-Length: " + LARGE))
                    .send(bytes(0, 1000))
                    .reply();

            assertThat(reply.status()).isEqualTo(401);
            assertThat(reply.text()).isEqualTo("no");
            assertThat(caller.toTheEnd()).isZero();
        }
    }

    @Test
    void tearsAnAnswerThatBreaksOff() throws IOException {
        inside = request -> World.answer(200, Chunks.broken(4 << 20), "content-length", "8000000");
        try (Caller caller = world.caller()) {
            caller.head(world.request("GET", "/Big/file"));
            assertThatThrownBy(caller::reply).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void tearsAChunkedAnswerThatBreaksOff() throws IOException {
        inside = request -> World.answer(200, Chunks.broken(4 << 20));
        try (Caller caller = world.caller()) {
            caller.head(world.request("GET", "/Big/file"));
            assertThatThrownBy(caller::reply).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void tearsAnAnswerThatIsShorterThanPromised() throws IOException {
        inside = request -> World.answer(200, Chunks.of(4 << 20), "content-length", "8000000");
        try (Caller caller = world.caller()) {
            caller.head(world.request("GET", "/Big/file"));
            assertThatThrownBy(caller::reply).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void cancelsInsideWhenTheClientGoesWhileItWaits() throws IOException {
        AtomicBoolean cancelled = new AtomicBoolean();
        Promise<Void> asked = Promise.promise();
        inside = request -> {
            request.abandoned().onComplete(gone -> cancelled.set(true));
            asked.tryComplete();
            return Promise.<RelayResponse>promise().future();
        };
        Caller caller = world.caller();
        caller.head(world.request("GET", "/Big/file"));
        world.await(() -> asked.future().isComplete());
        caller.close();

        world.await(cancelled::get);
    }

    @Test
    void cancelsInsideWhenTheClientGoesInTheMiddle() throws IOException {
        AtomicBoolean cancelled = new AtomicBoolean();
        inside = request -> {
            request.abandoned().onComplete(gone -> cancelled.set(true));
            return World.answer(200, Chunks.of(1L << 40));
        };
        Caller caller = world.caller();
        caller.head(world.request("GET", "/Big/file"));
        caller.exactly(1 << 20);
        caller.close();

        world.await(cancelled::get);
        inside = request -> World.text(200, "still here");
        assertThat(world.ask("GET", "/SMS_MP").text()).isEqualTo("still here");
    }

    @Test
    void cancelsInsideWhenTheClientGoesWhileItSends() throws IOException {
        AtomicBoolean cancelled = new AtomicBoolean();
        Promise<Void> asked = Promise.promise();
        inside = request -> {
            request.abandoned().onComplete(gone -> cancelled.set(true));
            asked.tryComplete();
            return count(request);
        };
        Caller caller = world.caller();
        caller.head(world.request("POST", "/Big/file", "Content-Length: 1000")).send(bytes(0, 10));
        world.await(() -> asked.future().isComplete());
        caller.close();

        world.await(cancelled::get);
    }
}
