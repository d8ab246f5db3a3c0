package opencmg.gateway.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import opencmg.certs.IssuedCertificate;
import opencmg.gateway.admission.AdmissionOutcome.LocalResponse;
import opencmg.gateway.identity.Awaited;
import opencmg.gateway.identity.CanIgnoreReturnValue;
import opencmg.gateway.identity.Identity.AuthMethod;
import opencmg.gateway.identity.PeerChain;
import opencmg.gateway.identity.TestSite;
import opencmg.gateway.identity.Verifiers;
import opencmg.gateway.refusal.Refusal;
import opencmg.gateway.refusal.RefusalReason;
import opencmg.gateway.revocation.RevocationSettings;
import opencmg.gateway.site.PublishedSites;
import opencmg.settings.site.MpMode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AdmissionTest {

    private static final String MUTUAL = "/CCM_Proxy_MutualAuth/" + TestSite.MP;
    private static final String SERVER = "/CCM_Proxy_ServerAuth/" + TestSite.MP;
    private static final UUID ID = UUID.fromString("db591e33-96fd-4c5b-82f3-bf673e5bd0a2");

    private final Vertx vertx = Vertx.vertx();
    private final TestSite site = new TestSite();
    private final DecisionLog decisions = new DecisionLog(site.clock);
    private final AtomicInteger ids = new AtomicInteger();
    private IssuedCertificate pki;
    private String access;
    private Verifiers verifiers;
    private Admission admission;

    @BeforeAll
    void start() {
        verifiers = Awaited.value(Verifiers.start(vertx, RevocationSettings.DEFAULTS, site.clock));
        admission = admission(site.published());
        pki = site.client("PC01.corp.example");
        access = site.tokens.sign(site.tokens.access(ID, "Device"));
    }

    @AfterAll
    void stop() {
        Awaited.done(verifiers.close().eventually(vertx::close));
    }

    @Test
    void admitsACertificateAndFindsTheEndpoint() {
        Admitted admitted = admitted(get(MUTUAL + "/SMS_MP/.sms_aut?MPLIST", List.of(), pki));

        assertThat(admitted.authMethod()).isEqualTo(AuthMethod.PKI);
        assertThat(admitted.role().id()).isEqualTo(TestSite.MP);
        assertThat(admitted.endpoint().name()).isEqualTo("SMS_MP");
        assertThat(admitted.siteCode()).isEqualTo("LAB");
        assertThat(admitted.target()).isEqualTo("/SMS_MP/.sms_aut?MPLIST");
    }

    @Test
    void completesAtOnceWhenTheVerdictIsCached() {
        AdmissionRequest request = get(MUTUAL + "/SMS_MP/.sms_aut?MPLIST", List.of(), pki);
        admitted(request);
        assertThat(admission.admit(request).succeeded()).isTrue();
        AdmissionRequest byToken = get(SERVER + "/SMS_MP/.sms_aut?MPLIST", List.of("Bearer " + access));
        admitted(byToken);
        assertThat(admission.admit(byToken).succeeded()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "POST", "CCM_POST", "BITS_POST", "PROPFIND"})
    void admitsTheMethodsThatClientsUse(String method) {
        AdmissionRequest request = request(method, MUTUAL + "/ccm_system/request", List.of(), 100, pki.chain());
        assertThat(admitted(request).endpoint().name()).isEqualTo("CCM_System");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRACE", "CONNECT", "OPTIONS", "DELETE", "get", "X"})
    void refusesOtherMethods(String method) {
        refused(
                request(method, MUTUAL + "/ccm_system/request", List.of(), -1, pki.chain()),
                RefusalReason.METHOD_NOT_ALLOWED);
    }

    @ParameterizedTest
    @CsvSource({
        "bulk, /CCM_STS, ",
        "bulk, /ccm_system_tokenauth/request, ",
        "bulk, /SMS_MP/.sms_aut, ",
        "bulk, /ccm_system/request, ENROLMENT_ONLY",
        "bulk, /SMS_MP/Secret/x, ENROLMENT_ONLY",
        "bulk, /SMS_MP/%53ecret/x, ENROLMENT_ONLY",
        "enrolment, /CCM_STS, ",
        "enrolment, /ccm_system/request, ENROLMENT_ONLY",
        "access, /ccm_system/request, ",
        "access, /SMS_MP/Secret/x, ",
        "access, /CMUserService/x, COMBINATION_UNSUPPORTED",
        "access, /Other, ENDPOINT_NOT_PUBLISHED",
        "access, '', ENDPOINT_NOT_PUBLISHED",
        "access, /, ENDPOINT_NOT_PUBLISHED",
        "user, /CMUserService/x, "
    })
    void opensOnlyTheEndpointsForTheKindOfToken(String kind, String path, RefusalReason reason) {
        JsonObject claims =
                switch (kind) {
                    case "bulk" -> site.tokens.bulk(ID);
                    case "enrolment" -> site.tokens.access(ID, "Enrolment");
                    case "user" -> site.tokens.access(ID, "UDA");
                    default -> site.tokens.access(ID, "Device");
                };
        AdmissionRequest request = get(SERVER + path, List.of("Bearer " + site.tokens.sign(claims)));
        if (reason == null) {
            assertThat(admitted(request).authMethod()).isEqualTo(AuthMethod.TOKEN);
        } else {
            refused(request, reason);
        }
    }

    @Test
    void acceptsAClientTokenOnlyWithItsCertificate() {
        IssuedCertificate own = site.selfSigned();
        String token = "bearer " + site.tokens.sign(site.tokens.client(ID, own));
        IssuedCertificate other = site.selfSigned();

        assertThat(admitted(get(SERVER + "/CCM_STS", List.of(token), own)).authMethod())
                .isEqualTo(AuthMethod.TOKEN);
        assertThat(refused(get(SERVER + "/CCM_STS", List.of(token), other), RefusalReason.TOKEN_BINDING)
                        .detail())
                .contains(String.valueOf(PeerChain.of(other.chain()).thumbprint()));
        assertThat(refused(get(SERVER + "/CCM_STS", List.of(token)), RefusalReason.TOKEN_BINDING)
                        .detail())
                .contains("showed none");
        refused(get(SERVER + "/CCM_STS", List.of(token), pki), RefusalReason.TOKEN_BINDING);
    }

    @Test
    void explainsWhichCredentialThePathRequires() {
        refused(get(MUTUAL + "/SMS_MP/x", List.of()), RefusalReason.NO_CREDENTIAL);
        assertThat(refused(get(MUTUAL + "/SMS_MP/x", List.of("Bearer " + access)), RefusalReason.NO_CREDENTIAL)
                        .detail())
                .contains("CCM_Proxy_ServerAuth");
        refused(get(SERVER + "/SMS_MP/x", List.of(), pki), RefusalReason.TOKEN_MISSING);
        assertThat(refused(get(SERVER + "/SMS_MP/x", List.of("Negotiate abc")), RefusalReason.TOKEN_MISSING)
                        .detail())
                .contains("Negotiate");
        refused(get(SERVER + "/SMS_MP/x", List.of("Bearer")), RefusalReason.TOKEN_MISSING);
        refused(get(SERVER + "/SMS_MP/x", List.of("Bearer ")), RefusalReason.TOKEN_MALFORMED);
        refused(
                get(SERVER + "/SMS_MP/x", List.of("Bearer " + access, "Bearer " + access)),
                RefusalReason.TOKEN_MALFORMED);
    }

    @Test
    void checksConfigurationAndRoleBeforeCredentials() {
        refused(get("/CCM_Proxy_MutualAuth/99/SMS_MP", List.of()), RefusalReason.ROLE_UNKNOWN);
        Refusal refusal = Awaited.refusal(
                admission(new PublishedSites()).admit(get(MUTUAL + "/SMS_MP", List.of(), pki)),
                RefusalReason.NO_SITE_CONFIGURATION);
        assertThat(refusal.reason().retryAfterSeconds()).isPositive();
    }

    @Test
    void refusesATooLargeBodyBeforeItIsSent() {
        String bearer = "Bearer " + site.tokens.sign(site.tokens.bulk(ID));
        AdmissionRequest fits = request("POST", SERVER + "/CCM_STS", List.of(bearer), 65_536, List.of());
        AdmissionRequest tooLarge = request("POST", SERVER + "/CCM_STS", List.of(bearer), 65_537, List.of());

        assertThat(admitted(fits).endpoint().bodyLimit()).isEqualTo(65_536);
        refused(tooLarge, RefusalReason.BODY_TOO_LARGE);
    }

    @Test
    void namesTheUnsupportedCombinationOfAnHttpManagementPoint() {
        TestSite http = new TestSite();
        http.mode = MpMode.HTTP;
        http.publish();
        Admission other = admission(http.published());
        IssuedCertificate client = http.client("PC01");
        Refusal refusal = Awaited.refusal(
                other.admit(get(MUTUAL + "/SMS_MP/x", List.of(), client)), RefusalReason.COMBINATION_UNSUPPORTED);

        assertThat(refusal.detail()).contains("workgroup client, HTTP management point, device-centric scenario");
        String sup = "/CCM_Proxy_MutualAuth/" + TestSite.SUP + "/ClientWebService/client.asmx";
        assertThat(Awaited.value(other.admit(get(sup, List.of(), client)))).isInstanceOf(Admitted.class);
    }

    @Test
    void explainsTheResultOfEachAuthMethod() {
        AdmissionRequest request = get(SERVER + "/SMS_MP/x?secret", List.of("Bearer " + access.substring(1)), pki);
        Refusal refusal = refused(request, RefusalReason.TOKEN_MALFORMED);
        Decision decision = Objects.requireNonNull(decisions.find(request.requestId()));
        JsonObject json = decision.toJson();

        assertThat(json.getString("detail")).isEqualTo(refusal.detail());
        assertThat(json.getString("role")).isEqualTo(TestSite.MP);
        assertThat(json.encode()).doesNotContain("secret").doesNotContain(access.substring(10, 40));
        assertThat(decision.attempts())
                .extracting(Decision.AuthAttempt::authMethod)
                .containsExactly(AuthMethod.ENTRA, AuthMethod.PKI, AuthMethod.TOKEN);
        assertThat(decision.attempts().get(1).result()).contains("this path does not take a certificate");

        AdmissionRequest good = get(SERVER + "/SMS_MP/x", List.of("Bearer " + access));
        admitted(good);
        Decision admittedDecision = Objects.requireNonNull(decisions.find(good.requestId()));
        assertThat(admittedDecision.attempts().get(0).result()).contains("not one of its own");
        assertThat(admittedDecision.attempts().get(2).result())
                .contains("admitted")
                .contains(ID.toString());
    }

    @Test
    void servesServiceMetadataWithoutAuthentication() {
        for (String prefix : List.of("MutualAuth", "ServerAuth")) {
            LocalResponse response = local(get("/CCM_Proxy_" + prefix + "/ServiceMetadata", List.of()));
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.contentType()).isEqualTo("application/json");
            assertThat(response.body().toJsonObject().getMap())
                    .isEqualTo(Map.of("version", "1.2.3", "ready", true, "siteCode", "LAB", "configurationVersion", 1));
        }
        refused(
                request("POST", "/CCM_Proxy_MutualAuth/ServiceMetadata", List.of(), 0, List.of()),
                RefusalReason.METHOD_NOT_ALLOWED);
    }

    @Test
    void refusesABadTokenAtServiceMetadata() {
        String path = "/CCM_Proxy_ServerAuth/ServiceMetadata";
        assertThat(local(get(path, List.of("Bearer " + access))).status()).isEqualTo(200);
        Refusal refusal = refused(get(path, List.of("Bearer x" + access)), RefusalReason.TOKEN_MALFORMED);
        assertThat(refusal.reason().phrase()).isEqualTo("CMGService_Invalid_Token");
    }

    @Test
    void isNotReadyWithoutASiteConfiguration() {
        Future<AdmissionOutcome> response =
                admission(new PublishedSites()).admit(get("/CCM_Proxy_MutualAuth/ServiceMetadata", List.of()));
        assertThat(((LocalResponse) Awaited.value(response))
                        .body()
                        .toJsonObject()
                        .getBoolean("ready"))
                .isFalse();
    }

    private Admission admission(PublishedSites sites) {
        return new Admission(sites, verifiers, decisions, "1.2.3", () -> true);
    }

    @CanIgnoreReturnValue
    private Admitted admitted(AdmissionRequest request) {
        return (Admitted) Awaited.value(admission.admit(request));
    }

    private LocalResponse local(AdmissionRequest request) {
        return (LocalResponse) Awaited.value(admission.admit(request));
    }

    @CanIgnoreReturnValue
    private Refusal refused(AdmissionRequest request, RefusalReason reason) {
        Refusal refusal = Awaited.refusal(admission.admit(request), reason);
        assertThat(Objects.requireNonNull(decisions.find(request.requestId())).refusal())
                .isSameAs(refusal);
        return refusal;
    }

    private AdmissionRequest get(String uri, List<String> authorization, IssuedCertificate... certificate) {
        List<X509Certificate> chain = Stream.of(certificate)
                .flatMap(issued -> issued.chain().stream())
                .toList();
        return request("GET", uri, authorization, -1, chain);
    }

    private AdmissionRequest request(
            String method, String uri, List<String> authorization, long length, List<X509Certificate> chain) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        authorization.forEach(value -> headers.add("Authorization", value));
        return new AdmissionRequest("r-" + ids.incrementAndGet(), method, uri, headers, chain, length);
    }
}
