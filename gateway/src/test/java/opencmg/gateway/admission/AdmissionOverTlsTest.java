package opencmg.gateway.admission;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.RSAKey;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import opencmg.certs.CertificateAuthority;
import opencmg.certs.Draft;
import opencmg.certs.Issued;
import opencmg.certs.KeyKind;
import opencmg.certs.Odd;
import opencmg.certs.Order;
import opencmg.certs.RevocationReason;
import opencmg.gateway.admission.TestEdge.Engine;
import opencmg.gateway.identity.Awaited;
import opencmg.gateway.identity.RevocationSettings;
import opencmg.gateway.identity.TestSite;
import opencmg.gateway.identity.TokenForge;
import opencmg.gateway.identity.Verifiers;
import opencmg.settings.site.Tenant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of credential in every state at both faces, over real TLS connections, with both engines. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AdmissionOverTlsTest {

    private static final String MUTUAL = "/CCM_Proxy_MutualAuth/" + TestSite.MP;
    private static final String SERVER = "/CCM_Proxy_ServerAuth/" + TestSite.MP;
    private static final String POLICY = "/SMS_MP/.sms_aut?MPLIST";
    private static final String OK = "200 OK";
    private static final String UNAUTHORIZED = "401 Unauthorized";
    private static final String INVALID_TOKEN = "401 CMGService_Invalid_Token";
    private static final UUID BLOCKED = UUID.fromString("aaaaaaaa-96fd-4c5b-82f3-bf673e5bd0a2");

    @TempDir
    private static Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final TestSite site = new TestSite();
    private final Map<Engine, TestEdge> edges = new EnumMap<>(Engine.class);
    private Verifiers verifiers;
    private HttpServer keys;

    @BeforeAll
    void start() throws IOException {
        writeLists();
        RevocationSettings revocation = new RevocationSettings(
                List.of(folder.resolve("root.crl"), folder.resolve("issuing.crl")), null, 0, 0, 1, 0);
        verifiers = Awaited.value(Verifiers.start(vertx, revocation, site.clock));
        RSAKey key = new RSAKey.Builder(
                        (RSAPublicKey) site.tokenSigner.certificate().getPublicKey())
                .keyID("entra-key")
                .build();
        keys = vertx.createHttpServer().requestHandler(request -> request.response()
                .end(new JsonObject().put("keys", List.of(key.toJSONObject())).encode())
                .onFailure(gone -> {}));
        Awaited.done(keys.listen(0, "127.0.0.1"));
        site.verifyRevocation = true;
        site.tenants.add(new Tenant(
                "t-1",
                List.of("https://sts.example/t-1/"),
                List.of("https://ConfigMgrService"),
                URI.create("http://127.0.0.1:" + keys.actualPort() + "/keys"),
                false,
                "app",
                "https://ConfigMgrService"));
        site.block(BLOCKED);
        site.publish();
        Admission admission = new Admission(site.published(), verifiers, new Decisions(site.clock), "1", () -> true);
        Issued server = site.issuing.issue(Order.edgeAt("localhost"));
        for (Engine engine : Engine.values()) {
            edges.put(engine, new TestEdge(vertx, engine, server, admission));
        }
    }

    @AfterAll
    void stop() {
        edges.values().forEach(TestEdge::close);
        Awaited.done(keys.close());
        Awaited.done(verifiers.close());
        Awaited.done(vertx.close());
    }

    record Row(
            Engine engine,
            String name,
            @Nullable Issued certificate,
            @Nullable String token,
            String path,
            String answer) {

        @Override
        public String toString() {
            return engine + ": " + name + " -> " + answer;
        }
    }

    Stream<Row> rows() throws IOException {
        List<Row> rows = new ArrayList<>();
        for (Engine engine : Engine.values()) {
            certificates(engine, rows);
            tokens(engine, rows);
            paths(engine, rows);
        }
        return rows.stream();
    }

    private void certificates(Engine engine, List<Row> rows) throws IOException {
        CertificateAuthority foreign = site.authority("Foreign Root");
        Issued pki = site.client("pc1.corp.example");
        Issued revoked = site.client("pc2.corp.example");
        site.issuing.revoke(revoked.certificate(), RevocationReason.KEY_COMPROMISE);
        CertificateAuthority taken = site.root.subordinate(TestSite.small("Taken CA"));
        site.intermediates.add(taken.certificate());
        site.root.revoke(taken.certificate(), RevocationReason.CA_COMPROMISE);
        writeLists();
        Awaited.done(verifiers.refreshRevocationLists());
        site.publish();
        rows.add(new Row(engine, "pki", pki, null, MUTUAL + POLICY, OK));
        rows.add(new Row(engine, "pki leaf alone", pki.withoutIntermediates(), null, MUTUAL + POLICY, OK));
        rows.add(new Row(engine, "pki with a P-256 key", odd(KeyKind.EC_P256), null, MUTUAL + POLICY, OK));
        rows.add(new Row(engine, "pki with 1024 bits", odd(KeyKind.RSA_1024), null, MUTUAL + POLICY, UNAUTHORIZED));
        rows.add(new Row(engine, "pki at the token face", pki, null, SERVER + POLICY, INVALID_TOKEN));
        rows.add(new Row(engine, "nothing", null, null, MUTUAL + POLICY, UNAUTHORIZED));
        rows.add(new Row(engine, "foreign", foreign.issue(Order.client("f")), null, MUTUAL + POLICY, UNAUTHORIZED));
        rows.add(new Row(engine, "self-signed", site.selfSigned(), null, MUTUAL + POLICY, UNAUTHORIZED));
        rows.add(new Row(engine, "expired", odd(Odd.expired()), null, MUTUAL + POLICY, UNAUTHORIZED));
        rows.add(new Row(engine, "not yet valid", odd(Odd.notYetValid()), null, MUTUAL + POLICY, UNAUTHORIZED));
        rows.add(new Row(engine, "wrong usage", odd(Odd.forCodeSigning()), null, MUTUAL + POLICY, UNAUTHORIZED));
        rows.add(new Row(engine, "revoked", revoked, null, MUTUAL + POLICY, "403 CMGService_Certificate_Revoked"));
        Issued below = taken.issue(Order.client("t"));
        rows.add(
                new Row(engine, "of a revoked CA", below, null, MUTUAL + POLICY, "403 CMGService_Certificate_Revoked"));
    }

    private void tokens(Engine engine, List<Row> rows) {
        TokenForge forge = site.tokens;
        UUID id = UUID.randomUUID();
        Issued self = site.selfSigned();
        String access = forge.sign(forge.access(id, "Device"));
        String bulk = forge.sign(forge.bulk(id));
        String client = forge.sign(forge.client(id, self));
        JsonObject past = forge.bulk(id).put("exp", site.clock.instant().getEpochSecond() - 600);
        TokenForge foreign = new TokenForge(site.tokenSigner(), site.clock);
        rows.add(new Row(engine, "access token", null, access, SERVER + POLICY, OK));
        rows.add(new Row(engine, "access token at the certificate face", null, access, MUTUAL + POLICY, UNAUTHORIZED));
        rows.add(new Row(engine, "nothing", null, null, SERVER + POLICY, INVALID_TOKEN));
        rows.add(new Row(engine, "bulk token", null, bulk, SERVER + "/CCM_STS", OK));
        rows.add(new Row(
                engine,
                "bulk token for more",
                null,
                bulk,
                SERVER + "/ccm_system/request",
                "403 CMGService_Enrolment_Only"));
        rows.add(new Row(engine, "client token", self, client, SERVER + "/CCM_STS", OK));
        rows.add(new Row(engine, "client token alone", null, client, SERVER + "/CCM_STS", INVALID_TOKEN));
        rows.add(new Row(engine, "expired token", null, forge.sign(past), SERVER + "/CCM_STS", INVALID_TOKEN));
        rows.add(new Row(
                engine,
                "blocked token",
                null,
                forge.sign(forge.access(BLOCKED, "Device")),
                SERVER + POLICY,
                INVALID_TOKEN));
        rows.add(new Row(
                engine, "foreign token", null, foreign.sign(foreign.bulk(id)), SERVER + "/CCM_STS", INVALID_TOKEN));
        rows.add(new Row(engine, "entra token", null, entra("https://ConfigMgrService"), SERVER + POLICY, OK));
        rows.add(new Row(engine, "entra token for others", null, entra("api://x"), SERVER + POLICY, INVALID_TOKEN));
    }

    private void paths(Engine engine, List<Row> rows) {
        Issued pki = site.client("pc3.corp.example");
        rows.add(new Row(
                engine, "unknown role", pki, null, "/CCM_Proxy_MutualAuth/9/SMS_MP", "404 CMGService_Role_Unknown"));
        rows.add(new Row(engine, "unknown path", pki, null, "/", "404 CMGService_Path_Unknown"));
        rows.add(new Row(engine, "not published", pki, null, MUTUAL + "/x", "404 CMGService_Endpoint_Not_Published"));
        rows.add(new Row(
                engine,
                "climbing out",
                pki,
                null,
                MUTUAL + "/SMS_MP/..%2f..%2fadmin",
                "400 CMGService_Path_Malformed"));
        rows.add(new Row(engine, "dots", pki, null, MUTUAL + "/SMS_MP/../x", "400 CMGService_Path_Malformed"));
        rows.add(new Row(engine, "metadata", null, null, "/CCM_Proxy_MutualAuth/ServiceMetadata", OK));
        rows.add(new Row(
                engine, "metadata, bad token", null, "x", "/CCM_Proxy_ServerAuth/ServiceMetadata", INVALID_TOKEN));
        rows.add(new Row(engine, "tenant", null, null, "/CCM_Proxy_ServerAuth/AADAuthInfo?TenantID=T-1", OK));
        rows.add(new Row(
                engine,
                "unknown tenant",
                null,
                null,
                "/CCM_Proxy_ServerAuth/AADAuthInfo?TenantID=x",
                "404 CMGService_Tenant_Unknown"));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void answers(Row row) throws IOException {
        assertThat(client(row.engine(), row.certificate()).ask("GET", row.path(), row.token()))
                .isEqualTo(row.answer());
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void stopsARevokedClientOnLiveResumedAndNewConnections(Engine engine) throws IOException {
        Issued pki = site.client("pc4.corp.example");
        RawClient client = client(engine, pki);
        try (RawClient.Connection live = client.connect()) {
            assertThat(live.ask("CCM_POST", MUTUAL + POLICY, null)).isEqualTo(OK);
            site.issuing.revoke(pki.certificate(), RevocationReason.CERTIFICATE_HOLD);
            writeLists();
            Awaited.done(verifiers.refreshRevocationLists());
            assertThat(live.ask("GET", MUTUAL + POLICY, null)).isEqualTo("403 CMGService_Certificate_Revoked");
            try (RawClient.Connection resumed = client.connect()) {
                assertThat(resumed.sessionCreated()).isEqualTo(live.sessionCreated());
                assertThat(resumed.ask("GET", MUTUAL + POLICY, null)).isEqualTo("403 CMGService_Certificate_Revoked");
            }
        }
        assertThat(client(engine, pki).ask("GET", MUTUAL + POLICY, null))
                .isEqualTo("403 CMGService_Certificate_Revoked");
    }

    @ParameterizedTest
    @EnumSource(Engine.class)
    void stopsClientsOfARemovedRootAndABlockedTokenOnALiveConnection(Engine engine) throws IOException {
        CertificateAuthority second = site.authority("Second Root");
        site.roots.add(second.certificate());
        site.verifyRevocation = false;
        site.publish();
        UUID id = UUID.randomUUID();
        String token = site.tokens.sign(site.tokens.access(id, "Device"));
        try (RawClient.Connection live =
                client(engine, second.issue(Order.client("pc5"))).connect()) {
            assertThat(live.ask("GET", MUTUAL + POLICY, null)).isEqualTo(OK);
            assertThat(live.ask("GET", SERVER + POLICY, token)).isEqualTo(OK);
            site.roots.remove(second.certificate());
            site.block(id);
            site.publish();
            assertThat(live.ask("GET", MUTUAL + POLICY, null)).isEqualTo(UNAUTHORIZED);
            assertThat(live.ask("GET", SERVER + POLICY, token)).isEqualTo(INVALID_TOKEN);
        } finally {
            site.verifyRevocation = true;
            site.publish();
        }
    }

    private RawClient client(Engine engine, @Nullable Issued certificate) {
        TestEdge edge = edges.get(engine);
        if (edge == null) {
            throw new AssertionError(engine);
        }
        return new RawClient(edge.port(), certificate);
    }

    private String entra(String audience) {
        JsonObject header = site.tokens.header().put("kid", "entra-key");
        JsonObject claims = site.tokens
                .access(UUID.randomUUID(), "Device")
                .put("iss", "https://sts.example/t-1/")
                .put("aud", audience)
                .put("oid", "o-1");
        return site.tokens.sign(header, claims);
    }

    private Issued odd(Consumer<Draft> change) {
        return site.issuing.issue(Order.client("odd.corp.example").odd(change));
    }

    private Issued odd(KeyKind key) {
        return site.issuing.issue(Order.client("odd.corp.example").with(key));
    }

    private void writeLists() throws IOException {
        site.root.revocationList().write(folder.resolve("root.crl"));
        site.issuing.revocationList().write(folder.resolve("issuing.crl"));
    }
}
