package opencmg.mockmp.registration;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import opencmg.mockmp.Bent;
import opencmg.mockmp.http.BodyMemory;
import opencmg.mockmp.messaging.BadMessageException;
import opencmg.mockmp.messaging.MessageReader;
import opencmg.mockmp.settings.MessageLimits;
import opencmg.mockmp.xml.MalformedXmlException;
import org.junit.jupiter.api.Test;

/** Whatever a registration says: it is refused, or its signature covers exactly what was read. */
class RegistrationFuzzTest {

    private static final String GOOD = new MessageReader(MessageLimits.DEFAULT)
            .read(Bent.bytes("registration.bin"), null, new BodyMemory(1 << 20).share())
            .body();

    @Test
    void verifiesNothingThatWasBent() {
        String signed = GOOD.substring(GOOD.indexOf("<Data"), GOOD.indexOf("</Data>"));
        List<Boolean> verdicts = new ArrayList<>();
        assertThat(verified(GOOD)).isTrue();
        Bent.text(GOOD, 5000, bent -> {
            boolean verified = verified(bent);
            verdicts.add(verified);
            if (verified) {
                assertThat(bent).contains(signed);
            }
        });

        assertThat(verdicts).contains(true, false);
    }

    @FuzzTest(maxDuration = "10m")
    void anythingElseIsRefused(byte[] data) {
        assertThat(verified(new String(data, StandardCharsets.UTF_8))).isFalse();
    }

    private static boolean verified(String body) {
        try {
            RegistrationRequest request = RegistrationRequest.of(body);
            assertThat(request.property("Netbios Name")).hasSizeLessThanOrEqualTo(255);
            return request.isSignedWith(request.signing().getPublicKey());
        } catch (BadMessageException | MalformedXmlException refused) {
            return false;
        }
    }
}
