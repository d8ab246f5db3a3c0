package opencmg.certs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceNameTest {

    @Test
    void splitsACommonName() {
        ServiceName name = ServiceName.of("GraniteFalls.contoso.com");

        assertThat(name.prefix()).isEqualTo("GraniteFalls");
        assertThat(name.domain()).isEqualTo("contoso.com");
        assertThat(name.deployment("cloudapp.net")).isEqualTo("GraniteFalls.cloudapp.net");
        assertThat(name).hasToString("GraniteFalls.contoso.com");
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc.example", "a23456789b123456789c1234.example", "123.corp.example"})
    void acceptsPrefixesOf3To24LettersAndDigits(String name) {
        assertThat(ServiceName.of(name)).hasToString(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ab.example",
                "a23456789b123456789c12345.example",
                "granite-falls.example",
                "granite_falls.example",
                "gränite.example",
                ".example",
                "*.example"
            })
    void refusesOtherPrefixesAndStatesTheRule(String name) {
        assertThatThrownBy(() -> ServiceName.of(name))
                .isInstanceOf(InvalidCertificateRequestException.class)
                .hasMessageContaining("3 to 24 letters and digits and no dash")
                .hasMessageContaining("for example granitefalls.corp.example");
    }

    @ParameterizedTest
    @CsvSource({"granitefalls,has no domain", "granitefalls.,is no domain", "granitefalls.a b,is no domain"})
    void refusesANameWithoutADomain(String name, String message) {
        assertThatThrownBy(() -> ServiceName.of(name))
                .isInstanceOf(InvalidCertificateRequestException.class)
                .hasMessageContaining(message);
    }

    @Test
    void requiresTheServiceNameWithAWildcardCertificate() {
        assertThatThrownBy(() -> ServiceName.ofCertificate("*.contoso.com", null))
                .isInstanceOf(InvalidCertificateRequestException.class)
                .hasMessageContaining("give the service name too, for example granitefalls.contoso.com");
        assertThat(ServiceName.ofCertificate("*.contoso.com", "GraniteFalls.contoso.com"))
                .hasToString("GraniteFalls.contoso.com");
    }

    @ParameterizedTest
    @ValueSource(strings = {"granitefalls.fabrikam.com", "granitefalls.eu.contoso.com"})
    void refusesAServiceNameOutsideTheWildcard(String service) {
        assertThatThrownBy(() -> ServiceName.ofCertificate("*.contoso.com", service))
                .isInstanceOf(InvalidCertificateRequestException.class)
                .hasMessageContaining("does not cover");
    }

    @Test
    void comparesTheServiceNameCaseSensitivelyAsTheProductDoes() {
        assertThat(ServiceName.ofCertificate("Granite.contoso.com", "Granite.contoso.com"))
                .hasToString("Granite.contoso.com");
        assertThatThrownBy(() -> ServiceName.ofCertificate("Granite.contoso.com", "granite.contoso.com"))
                .isInstanceOf(InvalidCertificateRequestException.class)
                .hasMessageContaining("is not the certificate's name");
    }
}
