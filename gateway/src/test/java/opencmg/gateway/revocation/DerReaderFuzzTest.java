package opencmg.gateway.revocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.URI;
import java.util.Objects;
import opencmg.certs.CertificateRequest;
import opencmg.gateway.identity.Mutations;
import opencmg.gateway.identity.TestSite;
import org.junit.jupiter.api.Test;

/** Arbitrary input as an extension or a list is parsed or refused with IllegalArgumentException. */
class DerReaderFuzzTest {

    private static final TestSite SITE = new TestSite();

    @Test
    void readsExtensionsAndListsOfAuthorities() {
        byte[] points = distributionPoints();
        assertThat(DerReader.extension(points).tag()).isEqualTo(DerReader.SEQUENCE);
        assertThat(RevocationList.parse(SITE.issuing.revocationList().der()).number())
                .isPositive();
    }

    @Test
    void refusesMutatedExtensions() {
        new Mutations().of(distributionPoints(), 5_000, DerReaderFuzzTest::walk);
    }

    @Test
    void refusesMutatedLists() {
        new Mutations().of(SITE.issuing.revocationList().der(), 1_000, DerReaderFuzzTest::parse);
    }

    @FuzzTest(maxDuration = "1m")
    void refusesAnythingElse(byte[] data) {
        walk(data);
        parse(data);
    }

    private static void walk(byte[] data) {
        Throwable failure = catchThrowable(() -> {
            DerReader elements = DerReader.extension(data).inside();
            while (elements.hasMore()) {
                assertThat(elements.next().content()).hasSizeLessThanOrEqualTo(data.length);
            }
        });
        assertThat(failure == null || failure instanceof IllegalArgumentException)
                .as(String.valueOf(failure))
                .isTrue();
    }

    private static void parse(byte[] data) {
        Throwable failure = catchThrowable(
                () -> assertThat(RevocationList.parse(data).nextUpdate()).isNotNull());
        assertThat(failure == null || failure instanceof IllegalArgumentException)
                .as(String.valueOf(failure))
                .isTrue();
    }

    private static byte[] distributionPoints() {
        return Objects.requireNonNull(SITE.issuing
                .withCrlUrl(URI.create("http://127.0.0.1/ca.crl"))
                .issue(CertificateRequest.client("PC01"))
                .certificate()
                .getExtensionValue("2.5.29.31"));
    }
}
