package opencmg.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import opencmg.gateway.refusal.Refusal;
import org.junit.jupiter.api.Test;

/** Whatever is sent as a token: a refusal of its own kind, and never an identity. */
class TokenFuzzTest {

    private static final TestSite SITE = new TestSite();
    private static final SiteTokenVerifier VERIFIER = new SiteTokenVerifier(SITE.clock);

    @Test
    void bentTokensAreRefused() {
        String good = SITE.tokens.sign(SITE.tokens.bulk(UUID.randomUUID()));
        new Mutations().of(good, 10_000, bent -> check(bent, good));
    }

    @Test
    void signedNonsenseIsRefused() {
        String header = SITE.tokens.header().encode();
        String claims = SITE.tokens.bulk(UUID.randomUUID()).encode();
        new Mutations().of(claims, 300, bent -> verifiedOrRefused(SITE.tokens.sign(header, bent)));
        new Mutations().of(header, 300, bent -> verifiedOrRefused(SITE.tokens.sign(bent, claims)));
    }

    @FuzzTest(maxDuration = "1m")
    void anythingIsRefused(byte[] data) {
        check(new String(data, StandardCharsets.ISO_8859_1), "");
    }

    private static void check(String token, String good) {
        if (verifiedOrRefused(token)) {
            // The last letter of base64 has bits that nobody reads; the text that is signed must be the same to the
            // letter.
            assertThat(token.substring(0, token.lastIndexOf('.'))).isEqualTo(good.substring(0, good.lastIndexOf('.')));
        }
    }

    @CanIgnoreReturnValue
    private static boolean verifiedOrRefused(String token) {
        try {
            return VERIFIER.verify(Jwt.parse(token), SITE.site()).kind() != null;
        } catch (Refusal refusal) {
            assertThat(refusal.reason().phrase()).isEqualTo("CMGService_Invalid_Token");
            return false;
        }
    }
}
