package opencmg.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {

    @Test
    void readsUtf8() throws IOException {
        assertThat(StrictJson.object("{\"a\":\"\u00e9\u4e2d\"}".getBytes(StandardCharsets.UTF_8)))
                .containsEntry("a", "\u00e9\u4e2d");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "UTF-32LE", "UTF-32BE"})
    void refusesOtherUnicodeEncodings(String charset) {
        refused("{\"a\":1}".getBytes(Charset.forName(charset)));
    }

    @Test
    void refusesAByteOrderMark() {
        refused("\uFEFF{\"a\":1}".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void refusesInvalidUtf8() {
        refused("{\"a\":\"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1));
        // An overlong two-byte encoding of the quotation mark, which older decoders accept.
        refused(new byte[] {'{', '"', 'a', (byte) 0xC0, (byte) 0xA2, '"', ':', '1', '}'});
    }

    private static void refused(byte[] json) {
        assertThatIOException().isThrownBy(() -> StrictJson.object(json));
    }
}
