package opencmg.gateway.site;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.UUID;
import opencmg.certs.CaEnvironment;
import opencmg.certs.CertificateRequest;
import opencmg.certs.KeyKind;
import opencmg.certs.Pem;
import opencmg.certs.SelfSigned;
import opencmg.gateway.site.PublishedSite.PublishedRole;
import opencmg.gateway.site.PublishedSites.ApplyResult;
import opencmg.gateway.site.PublishedSites.ApplyResult.Result;
import opencmg.settings.site.ClientTrust;
import opencmg.settings.site.Endpoint;
import opencmg.settings.site.MpMode;
import opencmg.settings.site.Role;
import opencmg.settings.site.RoleType;
import opencmg.settings.site.SiteConfiguration;
import opencmg.settings.site.TokenTrust;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublishedSitesTest {

    private static final String SIGNER = signer(KeyKind.RSA_2048);

    private final PublishedSites sites = new PublishedSites();

    @Test
    void isEmptyBeforeTheFirstConfiguration() {
        assertThat(sites.current().isEmpty()).isTrue();
        assertThat(sites.current().role("1")).isNull();
    }

    @Test
    void appliesHigherVersionsOnly() {
        assertThat(sites.accept(site("LAB", 2, "7")).result()).isEqualTo(Result.APPLIED);
        PublishedSites.Snapshot first = sites.current();

        assertThat(sites.accept(site("LAB", 2, "8")).result()).isEqualTo(Result.NOT_NEWER);
        assertThat(sites.accept(site("LAB", 1, "8")).result()).isEqualTo(Result.NOT_NEWER);
        assertThat(sites.current()).isSameAs(first);

        assertThat(sites.accept(site("LAB", 3, "8")).result()).isEqualTo(Result.APPLIED);
        assertThat(sites.current().role("7")).isNull();
        assertThat(sites.current().role("8")).isNotNull();
        assertThat(sites.current().generation()).isGreaterThan(first.generation());
    }

    @Test
    void keepsTheOldVersionWhenTheNewOneIsInvalid() {
        SiteConfiguration good = site("LAB", 1, "7");
        assertThat(sites.accept(good).result()).isEqualTo(Result.APPLIED);
        SiteConfiguration bad = new SiteConfiguration(
                2,
                "LAB",
                good.hierarchyId(),
                good.roles(),
                good.tokens(),
                new ClientTrust(List.of("no PEM"), List.of(), true),
                List.of());

        ApplyResult applied = sites.accept(bad);

        assertThat(applied.result()).isEqualTo(Result.INVALID);
        assertThat(applied.reason()).contains("clients.roots[0]");
        assertThat(Objects.requireNonNull(sites.current().role("7"))
                        .site()
                        .configuration()
                        .version())
                .isEqualTo(1);
    }

    @Test
    void refusesAWeakTokenSigningKey() {
        SiteConfiguration good = site("LAB", 1, "7");
        TokenTrust weak = new TokenTrust("urn:x", "urn:sccm:service", List.of(signer(KeyKind.RSA_1024)), List.of());
        ApplyResult applied = sites.accept(
                new SiteConfiguration(1, "LAB", good.hierarchyId(), good.roles(), weak, ClientTrust.NONE, List.of()));

        assertThat(applied.result()).isEqualTo(Result.INVALID);
        assertThat(applied.reason()).contains("2048");
    }

    @Test
    void servesSeveralSitesButEachRoleOnce() {
        assertThat(sites.accept(site("LAB", 1, "7")).result()).isEqualTo(Result.APPLIED);
        assertThat(sites.accept(site("EUR", 1, "8")).result()).isEqualTo(Result.APPLIED);
        ApplyResult duplicate = sites.accept(site("USA", 1, "8"));

        assertThat(duplicate.result()).isEqualTo(Result.INVALID);
        assertThat(duplicate.reason()).contains("role 8").contains("EUR").contains("USA");
        assertThat(Objects.requireNonNull(sites.current().role("8")).site().code())
                .isEqualTo("EUR");
    }

    @ParameterizedTest
    @CsvSource({
        "/SMS_MP, SMS_MP",
        "/sms_mp/.sms_aut, SMS_MP",
        "/SMS_MP/, SMS_MP",
        "/SMS_MP/Deep/x, Deep",
        "/sms_mp/deep, Deep",
        "/SMS_MP/Deeper, SMS_MP",
        "/SMS_MPX, ",
        "/SMS, ",
        "/, ",
        "'', "
    })
    void matchesTheLongestPrefixOfWholeSegmentsCaseInsensitively(String path, String endpoint) {
        assertThat(sites.accept(site("LAB", 1, "7")).result()).isEqualTo(Result.APPLIED);
        PublishedRole role = Objects.requireNonNull(sites.current().role("7"));
        Endpoint found = role.endpoint(path);

        assertThat(found == null ? null : found.name()).isEqualTo(endpoint);
    }

    private static SiteConfiguration site(String code, long version, String role) {
        return new SiteConfiguration(
                version,
                code,
                UUID.fromString("cdcc5e91-0adf-4a24-82d0-196667f1c081"),
                List.of(new Role(
                        role,
                        RoleType.MP,
                        "mp1.corp.example",
                        MpMode.EHTTP,
                        null,
                        List.of(
                                new Endpoint("SMS_MP", "/SMS_MP", 0, 0, false),
                                new Endpoint("Deep", "/SMS_MP/Deep", 0, 0, false)))),
                new TokenTrust("urn:sccm:oauth2:x", "urn:sccm:service", List.of(SIGNER), List.of()),
                ClientTrust.NONE,
                List.of());
    }

    private static String signer(KeyKind kind) {
        return Pem.certificate(
                SelfSigned.make(CertificateRequest.client("Signer").withKey(kind), CaEnvironment.forTests())
                        .certificate());
    }
}
