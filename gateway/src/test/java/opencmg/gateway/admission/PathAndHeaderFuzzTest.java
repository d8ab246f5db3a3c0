package opencmg.gateway.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import opencmg.gateway.identity.Mutations;
import opencmg.gateway.refusal.Refusal;
import opencmg.gateway.refusal.RefusalReason;
import org.junit.jupiter.api.Test;

/** Arbitrary input as a path and as header fields. */
class PathAndHeaderFuzzTest {

    private static final String PATH =
            "/CCM_Proxy_MutualAuth/72057594037927939/SMS_MP/%53ub/..x/%2e%2e/.sms_aut?MPLIST1&%7B";
    private static final String FIELDS =
            "Connection: close, x-a\nClient-Cert: a\nX-OpenCMG-Client-Way: pki\nx_opencmg.request-id: 1\nX-A: b\nTE: x";

    @Test
    void mutatedPathsAreRefusedOrUnambiguous() {
        new Mutations().of(PATH.replace("/%2e%2e", ""), 50_000, PathAndHeaderFuzzTest::checkPath);
        new Mutations().of(PATH, 50_000, PathAndHeaderFuzzTest::checkPath);
    }

    @Test
    void mutatedFieldsNeverCollideWithReservedOnes() {
        new Mutations().of(FIELDS, 50_000, PathAndHeaderFuzzTest::checkFields);
    }

    @FuzzTest(maxDuration = "1m")
    void anyPathIsRefusedOrUnambiguous(byte[] data) {
        checkPath(new String(data, StandardCharsets.ISO_8859_1));
    }

    @FuzzTest(maxDuration = "1m")
    void anyFieldsNeverCollideWithReservedOnes(byte[] data) {
        checkFields(new String(data, StandardCharsets.ISO_8859_1));
    }

    /** An accepted path has one meaning: decoding it again, or normalising its dots and slashes, changes nothing. */
    private static void checkPath(String uri) {
        try {
            if (RequestTarget.parse(uri) instanceof RequestTarget.RoleTarget target) {
                assertThat(uri).endsWith(target.target());
                String path = target.path();
                assertThat(path).doesNotContain("%").doesNotContain("\\").doesNotContain("//");
                for (String segment : path.split("/", -1)) {
                    assertThat(segment).isNotEqualTo(".").isNotEqualTo("..").doesNotEndWith(".");
                }
                assertThat(path.chars()).allMatch(character -> character >= ' ' && character <= '~');
            }
        } catch (Refusal refusal) {
            assertThat(refusal.reason()).isIn(RefusalReason.PATH_MALFORMED, RefusalReason.PATH_UNKNOWN);
        }
    }

    private static void checkFields(String text) {
        MultiMap received = MultiMap.caseInsensitiveMultiMap();
        for (String line : text.split("\n", -1)) {
            int colon = line.indexOf(':');
            String name = colon < 0 ? line : line.substring(0, colon);
            if (name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")) {
                received.add(
                        name,
                        line.substring(colon + 1)
                                .replaceAll("[^\\x20-\\x7E\\xA0-\\xFF]", "")
                                .strip());
            }
        }
        MultiMap kept = MultiMap.caseInsensitiveMultiMap();
        IdentityHeaders.copyEndToEnd(received, kept);
        for (Map.Entry<String, String> field : kept) {
            String folded = field.getKey().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "-");
            assertThat(folded)
                    .doesNotStartWith("x-opencmg-")
                    .isNotIn("client-cert", "client-cert-chain", "connection", "te");
        }
    }
}
