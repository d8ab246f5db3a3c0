package opencmg.gateway.forwarding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.UUID;
import opencmg.tunnel.Hello;
import org.junit.jupiter.api.Test;

/** Which site a connection point may announce with which certificate. */
class SiteBindingTest {

    private static final UUID ID = UUID.fromString("5f0c7a52-0d0f-4a54-9c9f-0a3b6f1f2d11");
    private static final SiteBinding STRICT = new SiteBinding(null);

    private static String reason(SiteBinding binding, String site, String... certified) {
        return binding.reasonToRefuse(new Hello(ID, site, "test", 1, 100), Set.of(certified));
    }

    @Test
    void acceptsTheSitesThatTheCertificateNames() {
        assertThat(reason(STRICT, "LAB", "LAB")).isEmpty();
        assertThat(reason(STRICT, "LAB", "XYZ", "LAB")).isEmpty();
    }

    @Test
    void refusesEveryOtherSiteAndSaysHowToGetACertificate() {
        assertThat(reason(STRICT, "LAB", "XYZ"))
                .contains("certificate is for site XYZ", "announces site LAB")
                .contains("opencmg certs issue --kind connection-point --name " + ID + " --site-code LAB");
        assertThat(reason(STRICT, "lab", "LAB")).contains("announces site lab");
    }

    @Test
    void refusesACertificateThatNamesNoSiteAndNamesBothWaysOut() {
        assertThat(reason(STRICT, "LAB"))
                .contains("names no site", "urn:opencmg:site:LAB")
                .contains("opencmg certs issue --kind connection-point --name " + ID + " --site-code LAB")
                .contains("tunnel.siteCode: LAB");
    }

    @Test
    void allowsOneSiteForCertificatesThatNameNone() {
        SiteBinding lab = new SiteBinding("LAB");

        assertThat(reason(lab, "LAB")).isEmpty();
        assertThat(reason(lab, "XYZ")).contains("tunnel.siteCode: XYZ", "it allows LAB now");
        assertThat(reason(lab, "LAB", "XYZ")).contains("certificate is for site XYZ");
        assertThat(reason(lab, "XYZ", "XYZ")).isEmpty();
    }

    @Test
    void refusesASiteCodeThatIsNone() {
        assertThat(reason(STRICT, "L\nB", "LAB"))
                .isEqualTo("it announces a site code that has not three letters or digits");
        assertThat(reason(STRICT, "", "LAB")).isNotEmpty();
    }
}
