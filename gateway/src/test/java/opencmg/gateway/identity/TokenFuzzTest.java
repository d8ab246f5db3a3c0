package opencmg.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import opencmg.gateway.refusal.Refusal;
import org.junit.jupiter.api.Test;

/** Arbitrary input as a token results in a refusal, never in an identity or another exception. */
class TokenFuzzTest {

    private static final TestSite SITE = new TestSite();
    private static final SiteTokenVerifier VERIFIER = new SiteTokenVerifier(SITE.clock);

    @Test
    void mutatedTokensAreRefused() {
        String valid = SITE.tokens.sign(SITE.tokens.bulk(UUID.randomUUID()));
        new Mutations().of(valid, 10_000, mutated -> check(mutated, valid));
    }

    @Test
    void signedNonsenseIsRefused() {
        String header = SITE.tokens.header().encode();
        String claims = SITE.tokens.bulk(UUID.randomUUID()).encode();
        new Mutations().of(claims, 300, mutated -> verifiedOrRefused(SITE.tokens.sign(header, mutated)));
        new Mutations().of(header, 300, mutated -> verifiedOrRefused(SITE.tokens.sign(mutated, claims)));
    }

    @FuzzTest(maxDuration = "1m")
    void anythingIsRefused(byte[] data) {
        check(new String(data, StandardCharsets.ISO_8859_1), "");
    }

    private static void check(String token, String valid) {
        if (verifiedOrRefused(token)) {
            // The last base64 letter of the signature has unused bits, so only the signed text must be identical.
            assertThat(token.substring(0, token.lastIndexOf('.')))
                    .isEqualTo(valid.substring(0, valid.lastIndexOf('.')));
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
