package opencmg.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.cert.X509Certificate;
import opencmg.certs.CaEnvironment;
import opencmg.certs.CertificateAuthority;
import opencmg.certs.CertificateRequest;
import opencmg.gateway.refusal.Refusal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of a certificate that the edge of another test cannot have. */
class AbsoluteTargetTest {

    private static final X509Certificate CERTIFICATE = CertificateAuthority.root("CA", CaEnvironment.forTests())
            .issue(CertificateRequest.edgeAt("cmg.corp.example", "*.gw.example"))
            .certificate();

    private static String originForm(String target) {
        return AbsoluteTarget.originForm(target, CERTIFICATE, "0:0:0:0:0:0:0:1");
    }

    @ParameterizedTest
    @CsvSource({
        "https://cmg.corp.example/a?b, /a?b",
        "https://CMG.corp.example, /",
        "https://cmg.corp.example?b, /?b",
        "https://a.gw.example:8443/a, /a",
        "https://[::1]/a, /a",
        "https://[0:0::1]:443/a, /a",
        "/a, /a",
        "*, *",
        "cmg.corp.example:443, cmg.corp.example:443"
    })
    void takesWhatNamesThisEdge(String target, String origin) {
        assertThat(originForm(target)).isEqualTo(origin);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://gw.example/a",
                "https://a.b.gw.example/a",
                "https://.gw.example/a",
                "https://[::2]/a",
                "https://[::zz]/a",
                "https://::1/a",
                "https://cmg.corp.example:x/a"
            })
    void refusesEverythingElse(String target) {
        assertThatThrownBy(() -> originForm(target))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("*.gw.example, 0:0:0:0:0:0:0:1, cmg.corp.example");
    }
}
