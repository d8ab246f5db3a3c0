package opencmg.certs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateRequestTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "mp corp",
                "-mp.example",
                "mp..example",
                "300.1.1.1",
                "1.2.3",
                "a.*.example",
                "http://a b/",
                "mp/x"
            })
    void refusesInvalidAlternativeNames(String name) {
        assertThatThrownBy(() -> CertificateRequest.client("PC01").withNames(name))
                .isInstanceOf(InvalidCertificateRequestException.class)
                .hasMessageContaining("for example mp.corp.example or 127.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mp",
                "mp.corp.example",
                "*.corp.example",
                "192.0.2.1",
                "2001:db8::1",
                "urn:uuid:0",
                "3com.example"
            })
    void acceptsHostNamesWildcardsAddressesAndUris(String name) {
        assertThat(CertificateRequest.client("PC 01").withNames(name, name).names())
                .containsExactly(name);
    }

    @Test
    void refusesCommonNamesThatOtherToolsRefuse() {
        for (String name : new String[] {"", "  ", "a\tb", "a\nb", "x".repeat(65)}) {
            assertThatThrownBy(() -> CertificateRequest.client(name))
                    .isInstanceOf(InvalidCertificateRequestException.class)
                    .hasMessageContaining("1 to 64 printable characters");
        }
    }

    @Test
    void refusesALifetimeOfZero() {
        assertThatThrownBy(() -> CertificateRequest.client("PC01").withLifetime(Duration.ZERO))
                .isInstanceOf(InvalidCertificateRequestException.class);
    }

    @Test
    void listsTheSupportedKindsOfKeysInTheError() {
        assertThat(KeyKind.ofOption("RSA4096")).isEqualTo(KeyKind.RSA_4096);
        assertThatThrownBy(() -> KeyKind.ofOption("rsa1024"))
                .isInstanceOf(InvalidCertificateRequestException.class)
                .hasMessageContaining("rsa2048, rsa4096, p256");
    }
}
