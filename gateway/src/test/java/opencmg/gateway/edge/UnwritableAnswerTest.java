package opencmg.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import opencmg.gateway.Chunks;
import opencmg.gateway.identity.Awaited;
import opencmg.gateway.refusal.Hop;
import opencmg.gateway.refusal.Refusal;
import opencmg.http.Framing;
import opencmg.http.HeaderFields;
import opencmg.http.UnwritableHeadException;
import opencmg.http.server.OpenResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers whose head HTTP/1.1 has no bytes for. The tunnel's decoder lets none of them through today; the edge does not rely on it. */
class UnwritableAnswerTest {

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void stop() {
        Awaited.done(vertx.close());
    }

    @ParameterizedTest
    @CsvSource({"5, 5", "100000, 100000", "5, -1", "0, -1"})
    void failsWithItsBodyAndWithNothingSent(long size, long length) {
        OpenResponse loose = new OpenResponse(vertx);
        loose.exchange()
                .setHead(200, "OK", new HeaderFields().add("x", "a\u0001"), length < 0 ? Framing.CHUNKED : length);
        Future<Void> sent = new ResponseSender.BodyPump(Chunks.of(size), loose.exchange(), length, () -> {}).start();

        assertThat(sent.cause()).isInstanceOf(UnwritableHeadException.class);
        assertThat(loose.exchange().hasStarted()).isFalse();
        assertThat(loose.hasWritten()).isFalse();
    }

    @Test
    void isTheConnectionPointsFailure() {
        Refusal refusal = LocalResponseSender.refusalOf(new UnwritableHeadException("so says the test"));

        assertThat(refusal.reason().status()).isEqualTo(502);
        assertThat(refusal.reason().hop()).isEqualTo(Hop.CONNECTION_POINT);
        assertThat(refusal.detail()).contains("so says the test");
    }
}
