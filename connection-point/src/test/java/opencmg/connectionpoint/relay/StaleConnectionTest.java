package opencmg.connectionpoint.relay;

import static opencmg.connectionpoint.relay.RelayFixture.await;
import static opencmg.connectionpoint.relay.RelayFixture.get;
import static opencmg.connectionpoint.relay.RelayFixture.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import opencmg.tunnel.FailureReason;
import opencmg.tunnel.RelayFailure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An upstream that keeps a connection open and closes it just as the next request arrives. */
class StaleConnectionTest {

    private final List<String> arrived = new CopyOnWriteArrayList<>();
    private RelayFixture fixture;

    @BeforeEach
    void open() throws Exception {
        fixture = new RelayFixture();
        NetServer server = await(fixture.vertx
                .createNetServer()
                .connectHandler(this::respondOnce)
                .listen(0, "127.0.0.1"));
        fixture.upstreamAt("http://127.0.0.1:" + server.actualPort());
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    private void respondOnce(NetSocket socket) {
        boolean[] answered = {false};
        socket.handler(bytes -> {
            String line = bytes.toString().lines().findFirst().orElse("");
            if (line.endsWith(" HTTP/1.1")) {
                arrived.add(line);
            }
            if (answered[0]) {
                socket.close().onFailure(Throwable::printStackTrace);
            } else {
                answered[0] = true;
                socket.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok").onFailure(Throwable::printStackTrace);
            }
        });
    }

    @Test
    void repeatsASafeRequest() throws Exception {
        assertThat(fixture.exchange(get("/SMS_MP/1")).status()).isEqualTo(200);
        assertThat(fixture.exchange(get("/SMS_MP/2")).status()).isEqualTo(200);

        assertThat(arrived)
                .containsExactly("GET /SMS_MP/1 HTTP/1.1", "GET /SMS_MP/2 HTTP/1.1", "GET /SMS_MP/2 HTTP/1.1");
    }

    /** The budget: a fifth of the requests, the saved retries, and one for each second that the test takes. */
    @Test
    void repeatsRequestsWithinTheRetryBudget() throws Exception {
        long begun = System.nanoTime();
        int failed = 0;
        for (int i = 0; i < 100; i++) {
            var outcome = fixture.on(() -> fixture.start(get("/SMS_MP/1"))
                    .compose(fixture::collect)
                    .transform(done -> Future.succeededFuture(done)));
            failed += outcome.failed() ? 1 : 0;
        }
        int seconds = (int) Duration.ofNanos(System.nanoTime() - begun).toSeconds();

        assertThat(arrived.size() - 100).as("retries").isBetween(20, 31 + seconds);
        assertThat(failed).as("requests beyond the budget").isPositive();
    }

    @Test
    void neverRepeatsAMessageThatMayHaveArrived() throws Exception {
        assertThat(fixture.exchange(get("/SMS_MP/1")).status()).isEqualTo(200);
        RelayFailure bodyless =
                fixture.failure(request("CCM_POST", "/ccm_system/request", HttpHeaders.headers(), null));

        assertThat(bodyless.reason()).isEqualTo(FailureReason.UPSTREAM_LOST);
        assertThat(arrived).containsExactly("GET /SMS_MP/1 HTTP/1.1", "CCM_POST /ccm_system/request HTTP/1.1");
    }

    @Test
    void neverRepeatsABodyThatHasStarted() throws Exception {
        assertThat(fixture.exchange(get("/SMS_MP/1")).status()).isEqualTo(200);
        MultiMap headers = HttpHeaders.headers().add("content-length", "5");

        RelayFailure failure = fixture.failure(
                request("CCM_POST", "/ccm_system/request", headers, ChunkSource.text(fixture.loop, "hello")));

        assertThat(failure.reason()).isEqualTo(FailureReason.UPSTREAM_LOST);
        assertThat(arrived).containsExactly("GET /SMS_MP/1 HTTP/1.1", "CCM_POST /ccm_system/request HTTP/1.1");
    }

    @Test
    void doesNotRepeatOnANewConnection() throws Exception {
        NetServer rude = await(fixture.vertx
                .createNetServer()
                .connectHandler(socket -> socket.handler(bytes -> {
                    arrived.add("asked");
                    socket.close().onFailure(Throwable::printStackTrace);
                }))
                .listen(0, "127.0.0.1"));
        fixture.upstreamAt("http://127.0.0.1:" + rude.actualPort());

        assertThat(fixture.failure(get("/SMS_MP/1")).reason()).isEqualTo(FailureReason.UPSTREAM_LOST);
        assertThat(arrived).containsExactly("asked");
    }
}
