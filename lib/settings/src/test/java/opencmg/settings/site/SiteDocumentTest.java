package opencmg.settings.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import opencmg.settings.InvalidSettingsException;
import org.junit.jupiter.api.Test;

class SiteDocumentTest {

    private static final SiteConfiguration SITE = new SiteConfiguration(
            7,
            "LAB",
            UUID.fromString("cdcc5e91-0adf-4a24-82d0-196667f1c081"),
            List.of(new Role(
                    "72057594037927939",
                    RoleType.MP,
                    "mp1.lab",
                    MpMode.EHTTP,
                    URI.create("https://127.0.0.1:9443"),
                    List.of(new Endpoint("CCM_STS", "/CCM_STS", 0, 0, true)))),
            new TokenTrust(
                    "urn:sccm:oauth2:cdcc5e91-0adf-4a24-82d0-196667f1c081",
                    "urn:sccm:service",
                    List.of("pem"),
                    List.of(new BlockedToken(
                            UUID.fromString("db591e33-96fd-4c5b-82f3-bf673e5bd0a2"),
                            Instant.parse("2026-01-02T03:04:05Z"),
                            "ops"))),
            new ClientTrust(List.of("root"), List.of("issuing"), true),
            List.of(new Tenant(
                    "t", List.of("iss"), List.of("aud"), URI.create("http://127.0.0.1/keys"), false, "app", "aud")));

    @Test
    void goesThroughJsonAndBack() {
        assertThat(SiteDocument.fromJson(SiteDocument.toJson(SITE))).isEqualTo(SITE);
    }

    @Test
    void leavesTheIntranetWithoutItsInnerAddresses() {
        assertThat(new String(SiteDocument.toJson(SITE.published()), StandardCharsets.UTF_8))
                .doesNotContain("internalUrl")
                .doesNotContain("9443")
                .contains("\"bodyLimit\":16777216");
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThatThrownBy(() ->
                        SiteDocument.fromJson("{\"version\":1,\"siteKode\":\"LAB\"}".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining("siteKode: is not a known key");
    }
}
