package opencmg.lab.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import org.junit.jupiter.api.Test;

class AnswerFramingTest {

    private static final String HEAD = "HTTP/1.1 200 OK\r\nServer: x\r\ncontent-Length: 5\r\n\r\n";

    private final AnswerFraming framing = new AnswerFraming();

    @Test
    void findsTheEndOfOneAnswerAfterTheOther() {
        assertThat(framing.ends(Buffer.buffer(HEAD + "hello"))).isTrue();
        assertThat(framing.status()).isEqualTo(200);
        assertThat(framing.ends(Buffer.buffer("HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n")))
                .isTrue();
        assertThat(framing.status()).isEqualTo(503);
    }

    @Test
    void findsTheEndWhereverTheBytesAreCut() {
        String whole = HEAD + "hello";
        for (int cut = 1; cut < whole.length(); cut++) {
            AnswerFraming cutUp = new AnswerFraming();
            assertThat(cutUp.ends(Buffer.buffer(whole.substring(0, cut)))).isFalse();
            assertThat(cutUp.ends(Buffer.buffer(whole.substring(cut)))).isTrue();
        }
    }

    @Test
    void refusesAnAnswerWithoutLength() {
        Buffer chunked = Buffer.buffer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        assertThatThrownBy(() -> framing.ends(chunked)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void refusesBytesBehindTheEnd() {
        Buffer more = Buffer.buffer(HEAD + "hello there");
        assertThatThrownBy(() -> framing.ends(more)).isInstanceOf(IllegalStateException.class);
    }
}
