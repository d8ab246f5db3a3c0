package opencmg.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import opencmg.gateway.refusal.Refusal;
import opencmg.gateway.refusal.RefusalReason;
import opencmg.gateway.revocation.RevocationSettings;
import opencmg.settings.site.Tenant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Against a real OpenID Connect server in this JVM. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EntraTokenTest {

    private static final String AUDIENCE = "https://ConfigMgrService";
    private static final String DEVICE = "0f2c1a9f-1111-4c5b-82f3-bf673e5bd0a2";

    private final Vertx vertx = Vertx.vertx();
    private final TestSite site = new TestSite();
    private final MockOAuth2Server issuer = new MockOAuth2Server();
    private Verifiers verifiers;

    @BeforeAll
    void start() {
        issuer.start();
        verifiers = Awaited.value(Verifiers.start(vertx, RevocationSettings.DEFAULTS, site.clock));
        onboard(false);
    }

    @AfterAll
    void stop() {
        Awaited.done(verifiers.close().eventually(vertx::close));
        issuer.shutdown();
    }

    @Test
    void verifiesADevice() {
        Identity.Entra identity = (Identity.Entra) verified(token("tenant", AUDIENCE, Map.of("deviceid", DEVICE)));

        assertThat(identity.authMethod()).isEqualTo(Identity.AuthMethod.ENTRA);
        assertThat(identity.deviceId()).isEqualTo(DEVICE);
        assertThat(identity.user()).isFalse();
        assertThat(identity.enrolmentOnly()).isFalse();
    }

    @Test
    void identifiesAUserByObjectId() {
        Identity.Entra identity =
                (Identity.Entra) verified(token("tenant", AUDIENCE, Map.of("oid", "o-1", "upn", "user@corp.example")));

        assertThat(identity.user()).isTrue();
        assertThat(identity.subject()).isEqualTo("o-1");
    }

    @Test
    void completesAtOnceWhenTheVerdictIsCached() {
        String token = token("tenant", AUDIENCE, Map.of("jti", UUID.randomUUID().toString()));
        verified(token);
        assertThat(verifiers.bearer(token, site.site()).succeeded()).isTrue();
    }

    @Test
    void reportsReceivedAndAcceptedAudiences() {
        Refusal refusal = refused(token("tenant", "api://other", Map.of()), RefusalReason.TOKEN_AUDIENCE);
        assertThat(refusal.detail()).contains("api://other").contains(AUDIENCE);
        assertThat(refusal.authMethod()).isEqualTo("entra");
    }

    @Test
    void reportsReceivedAndAcceptedIssuers() {
        Refusal refusal = refused(token("stranger", AUDIENCE, Map.of()), RefusalReason.TOKEN_ISSUER);
        assertThat(refusal.detail()).contains("/stranger").contains("/tenant").contains(TokenForge.ISSUER);
    }

    @Test
    void refusesAnExpiredToken() {
        assertThat(refused(token("tenant", AUDIENCE, Map.of(), -3600), RefusalReason.TOKEN_EXPIRED)
                        .detail())
                .contains("Entra token of tenant");
    }

    @Test
    void refusesAKeyOfAnotherTenant() {
        // The server uses one key per issuer, so the issuer claim alone does not make this token the tenant's.
        String forged = token(
                "stranger", AUDIENCE, Map.of("iss", issuer.issuerUrl("tenant").toString()));
        refused(forged, RefusalReason.TOKEN_KEY_UNKNOWN);
    }

    @Test
    void refusesATamperedToken() {
        String[] parts = token("tenant", AUDIENCE, Map.of("deviceid", DEVICE)).split("\\.", -1);
        String[] other = token("tenant", AUDIENCE, Map.of("deviceid", "other")).split("\\.", -1);
        refused(parts[0] + "." + other[1] + "." + parts[2], RefusalReason.TOKEN_SIGNATURE);
    }

    @Test
    void refusesADisabledTenant() {
        String token = token("tenant", AUDIENCE, Map.of("x", "y"));
        verified(token);
        onboard(true);
        refused(token, RefusalReason.TENANT_DISABLED);
        onboard(false);
        verified(token);
    }

    private void onboard(boolean disabled) {
        site.tenants.clear();
        site.tenants.add(new Tenant(
                "0f2c1a9f-2222-4c5b-82f3-bf673e5bd0a2",
                List.of(issuer.issuerUrl("tenant").toString()),
                List.of(AUDIENCE, "api://second"),
                URI.create(issuer.jwksUrl("tenant").toString()),
                disabled,
                "app",
                AUDIENCE));
        site.publish();
    }

    private String token(String issuerId, String audience, Map<String, Object> claims) {
        return token(issuerId, audience, claims, 3600);
    }

    private String token(String issuerId, String audience, Map<String, Object> claims, long seconds) {
        return issuer.issueToken(
                        issuerId,
                        "client",
                        new DefaultOAuth2TokenCallback(
                                issuerId, "subject", JOSEObjectType.JWT.getType(), List.of(audience), claims, seconds))
                .serialize();
    }

    @CanIgnoreReturnValue
    private Identity verified(String token) {
        return Awaited.value(verifiers.bearer(token, site.site()));
    }

    @CanIgnoreReturnValue
    private Refusal refused(String token, RefusalReason reason) {
        return Awaited.refusal(verifiers.bearer(token, site.site()), reason);
    }
}
