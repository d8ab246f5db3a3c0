package opencmg.mockmp.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.ArrayList;
import java.util.List;
import opencmg.mockmp.Bent;
import opencmg.mockmp.http.BodyMemory;
import opencmg.mockmp.settings.MessageLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever bytes come: a message within the limits, or a refusal that says why. Never anything else. */
class MessageFuzzTest {

    private static final String TYPE = ReplyWriter.CONTENT_TYPE;
    private static final MessageLimits LIMITS = new MessageLimits(1 << 20, 64 << 10);
    private static final MessageReader READER = new MessageReader(LIMITS);

    @ParameterizedTest
    @ValueSource(
            strings = {"registration.bin", "policy.bin", "heartbeat.bin", "location-plain.bin", "location-padded.bin"})
    void readsOrRefusesBentMessages(String file) {
        List<Boolean> verdicts = new ArrayList<>();
        Bent.golden(file, 3000, bent -> verdicts.add(read(bent, TYPE)));

        // Otherwise the bending is too strong or too weak to say anything.
        assertThat(verdicts).contains(true, false);
    }

    @Test
    void readsOrRefusesBentContentTypes() {
        byte[] good = Bent.bytes("location-plain.bin");
        Bent.text(TYPE, 3000, bent -> assertThat(read(good, bent)).isIn(true, false));
    }

    @FuzzTest(maxDuration = "10m")
    void anythingIsReadOrRefused(byte[] data) {
        assertThat(read(data, null)).isIn(true, false);
        assertThat(read(data, TYPE)).isIn(true, false);
    }

    private static boolean read(byte[] bytes, @org.jspecify.annotations.Nullable String contentType) {
        try {
            Message message = READER.read(bytes, contentType, new BodyMemory(1 << 20).share());
            assertThat(message.body().length() * 2).isLessThanOrEqualTo(Math.max(bytes.length, LIMITS.inflatedBytes()));
            return true;
        } catch (BadMessageException refused) {
            assertThat(refused.getMessage()).isNotBlank().doesNotContain("\n").hasSizeLessThan(310);
            return false;
        }
    }
}
