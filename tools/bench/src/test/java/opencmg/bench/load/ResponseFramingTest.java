package opencmg.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ResponseFramingTest {

    private static final String HEAD = "HTTP/1.1 200 OK\r\nServer: x\r\ncontent-Length: 5\r\n\r\n";

    private final ResponseFraming framing = new ResponseFraming();

    private static ByteBuf arrived(String text) {
        return Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void findsTheEndOfOneAnswerAfterTheOther() {
        assertThat(framing.ends(arrived(HEAD + "hello"))).isTrue();
        assertThat(framing.status()).isEqualTo(200);
        assertThat(framing.ends(arrived("HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n")))
                .isTrue();
        assertThat(framing.status()).isEqualTo(503);
    }

    @Test
    void findsTheEndWhereverTheBytesAreCut() {
        String whole = HEAD + "hello";
        for (int cut = 1; cut < whole.length(); cut++) {
            ResponseFraming cutUp = new ResponseFraming();
            assertThat(cutUp.ends(arrived(whole.substring(0, cut)))).isFalse();
            assertThat(cutUp.ends(arrived(whole.substring(cut)))).isTrue();
        }
    }

    @Test
    void refusesAnAnswerWithoutLength() {
        ByteBuf chunked = arrived("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        assertThatThrownBy(() -> framing.ends(chunked)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void refusesBytesBehindTheEnd() {
        ByteBuf more = arrived(HEAD + "hello there");
        assertThatThrownBy(() -> framing.ends(more)).isInstanceOf(IllegalStateException.class);
    }
}
