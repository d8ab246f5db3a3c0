package opencmg.gateway.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import opencmg.gateway.admission.ClientScenario.ClientKind;
import opencmg.gateway.admission.ClientScenario.Scenario;
import opencmg.gateway.refusal.Refusal;
import opencmg.settings.site.MpMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientScenarioTest {

    @ParameterizedTest
    @CsvSource({
        "WORKGROUP, HTTP, DEVICE, false",
        "WORKGROUP, HTTP, USER, false",
        "WORKGROUP, EHTTP, DEVICE, true",
        "WORKGROUP, EHTTP, USER, false",
        "WORKGROUP, HTTPS, DEVICE, true",
        "WORKGROUP, HTTPS, USER, false",
        "AD_JOINED, HTTP, DEVICE, false",
        "AD_JOINED, HTTP, USER, false",
        "AD_JOINED, EHTTP, DEVICE, true",
        "AD_JOINED, EHTTP, USER, false",
        "AD_JOINED, HTTPS, DEVICE, true",
        "AD_JOINED, HTTPS, USER, false",
        "ENTRA_JOINED, HTTP, DEVICE, false",
        "ENTRA_JOINED, HTTP, USER, false",
        "ENTRA_JOINED, EHTTP, DEVICE, true",
        "ENTRA_JOINED, EHTTP, USER, true",
        "ENTRA_JOINED, HTTPS, DEVICE, true",
        "ENTRA_JOINED, HTTPS, USER, true",
        "HYBRID_JOINED, HTTP, DEVICE, false",
        "HYBRID_JOINED, HTTP, USER, false",
        "HYBRID_JOINED, EHTTP, DEVICE, true",
        "HYBRID_JOINED, EHTTP, USER, true",
        "HYBRID_JOINED, HTTPS, DEVICE, true",
        "HYBRID_JOINED, HTTPS, USER, true"
    })
    void matchesTheProductsSupportTable(ClientKind client, MpMode mode, Scenario scenario, boolean supported) {
        ClientScenario cell = new ClientScenario(client, mode, scenario);
        Refusal refusal = catchThrowableOfType(Refusal.class, cell::checkSupported);

        assertThat(cell.isSupported()).isEqualTo(supported);
        assertThat(refusal == null).isEqualTo(supported);
        if (refusal != null) {
            assertThat(refusal.detail())
                    .contains(client.text())
                    .contains(mode.name())
                    .contains(scenario.text());
        }
    }
}
