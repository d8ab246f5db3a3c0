package opencmg.gateway;

import static opencmg.gateway.World.CERTIFICATE_FACE;
import static opencmg.gateway.World.TOKEN_FACE;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import opencmg.certs.CertificateAuthority;
import opencmg.certs.CertificateBuilder;
import opencmg.certs.CertificateDefects;
import opencmg.certs.CertificateRequest;
import opencmg.certs.IssuedCertificate;
import opencmg.certs.KeyKind;
import opencmg.certs.RevocationReason;
import opencmg.gateway.identity.TestSite;
import opencmg.gateway.identity.TokenForge;
import opencmg.settings.site.MpMode;
import opencmg.settings.site.Role;
import opencmg.settings.site.RoleType;
import org.jspecify.annotations.Nullable;

/** Every kind of credential in every state at both faces, of one site. */
final class CredentialRows {

    static final String TENANT = "t-1";
    static final String ISSUER_V1 = "https://sts.example/t-1/";
    static final String ISSUER_V2 = "https://login.example/t-1/v2.0";
    static final String SWITCHED_OFF = "t-2";
    static final String SWITCHED_OFF_ISSUER = "https://sts.example/t-2/";
    static final String UNREACHABLE = "t-3";
    static final String UNREACHABLE_ISSUER = "https://sts.example/t-3/";
    static final String AUDIENCE = "https://ConfigMgrService";
    static final String KEY_ID = "entra-key";

    /** A management point in HTTP mode, which serves nobody over a gateway. */
    static final String HTTP_MP = "72057594037927950";

    private static final String POLICY = "/SMS_MP/.sms_aut?MPLIST";
    private static final String ENROLMENT = "/CCM_STS";
    private static final String ORDINARY = "/ccm_system/request";
    private static final String ENROLMENT_ONLY = "403 CMGService_Enrolment_Only enrolment_only";
    private static final String COMBINATION = "403 CMGService_Combination_Unsupported combination_unsupported";
    private static final String UNAUTHORIZED = "401 Unauthorized ";
    private static final String INVALID_TOKEN = "401 CMGService_Invalid_Token ";
    private static final String REVOKED = "403 CMGService_Certificate_Revoked certificate_revoked";
    private static final UUID BLOCKED = UUID.fromString("aaaaaaaa-96fd-4c5b-82f3-bf673e5bd0a2");

    private final TestSite site;
    private final List<CredentialRow> rows = new ArrayList<>();

    private CredentialRows(TestSite site) {
        this.site = site;
    }

    /** Changes the site too: what it trusts, blocks and revokes is to be published afterwards. */
    static List<CredentialRow> of(TestSite site) {
        CredentialRows made = new CredentialRows(site);
        made.certificates();
        made.revokedCertificates();
        made.tokens();
        made.enrolmentTokens();
        made.boundTokens();
        made.badTokens();
        made.largeTokens();
        made.entraTokens();
        made.managementPointInHttpMode();
        made.paths();
        return made.rows;
    }

    static void writeLists(TestSite site, Path folder) throws IOException {
        site.root.revocationList().write(folder.resolve("root.crl"));
        site.issuing.revocationList().write(folder.resolve("issuing.crl"));
    }

    private void certificates() {
        IssuedCertificate pki = site.client("pc1.corp.example");
        IssuedCertificate foreign = site.authority("Foreign Root").issue(CertificateRequest.client("f"));
        mutual("pki", pki, "200 OK pki");
        mutual("pki leaf alone", pki.withoutIntermediates(), "200 OK pki");
        mutual("pki with a P-256 key", odd(KeyKind.EC_P256), "200 OK pki");
        mutual("pki with 1024 bits", odd(KeyKind.RSA_1024), UNAUTHORIZED + "certificate_key");
        mutual("nothing", null, UNAUTHORIZED + "no_credential");
        mutual("foreign", foreign, UNAUTHORIZED + "certificate_untrusted");
        mutual("self-signed", site.selfSigned(), UNAUTHORIZED + "certificate_untrusted");
        mutual("expired", odd(CertificateDefects.expired()), UNAUTHORIZED + "certificate_expired");
        mutual("not yet valid", odd(CertificateDefects.notYetValid()), UNAUTHORIZED + "certificate_not_yet_valid");
        mutual("for code signing", odd(CertificateDefects.forCodeSigning()), UNAUTHORIZED + "certificate_purpose");
        server("pki at the token face", pki, null, POLICY, INVALID_TOKEN + "token_missing");
    }

    /** Who is revoked, and who only looks like it. */
    private void revokedCertificates() {
        IssuedCertificate revoked = site.client("pc2.corp.example");
        CertificateAuthority taken = subordinate("Taken CA");
        CertificateAuthority other = subordinate("Second CA");
        IssuedCertificate twin = other.issue(
                CertificateRequest.client("twin").customize(CertificateDefects.withSerialOf(revoked.certificate())));
        site.issuing.revoke(revoked.certificate(), RevocationReason.KEY_COMPROMISE);
        site.root.revoke(taken.certificate(), RevocationReason.CA_COMPROMISE);
        mutual("revoked", revoked, REVOKED);
        mutual("of a revoked authority", taken.issue(CertificateRequest.client("t")), REVOKED);
        mutual("renewed under the name of the revoked one", site.client("pc2.corp.example"), "200 OK pki");
        mutual(
                "serial number of the revoked one, from an authority whose list is not to be had",
                twin,
                "403 CMGService_Revocation_Unknown revocation_unknown");
    }

    private CertificateAuthority subordinate(String name) {
        CertificateAuthority authority = site.root.subordinate(TestSite.small(name));
        site.intermediates.add(authority.certificate());
        return authority;
    }

    private void tokens() {
        TokenForge forge = site.tokens;
        UUID id = UUID.randomUUID();
        String access = forge.sign(forge.access(id, "Device"));
        server("access token", null, access, POLICY, "200 OK token");
        server("access token", null, access, ORDINARY, "200 OK token");
        server("access token with a foreign certificate beside it", site.selfSigned(), access, POLICY, "200 OK token");
        server("nothing", null, null, POLICY, INVALID_TOKEN + "token_missing");
        row(
                "access token at the certificate face",
                null,
                access,
                CERTIFICATE_FACE + POLICY,
                UNAUTHORIZED + "no_credential");
        server("device token in a user-centric scenario", null, access, "/CMUserService/x", COMBINATION);
        server(
                "user token in a user-centric scenario",
                null,
                forge.sign(forge.access(id, "UDA")),
                "/CMUserService/x",
                "200 OK token");
    }

    private void enrolmentTokens() {
        TokenForge forge = site.tokens;
        UUID id = UUID.randomUUID();
        String bulk = forge.sign(forge.bulk(id));
        String access = forge.sign(forge.access(id, "Enrolment"));
        server("bulk token", null, bulk, ENROLMENT, "200 OK token");
        server("bulk token for more than enrolment", null, bulk, ORDINARY, ENROLMENT_ONLY);
        server("access token for enrolment", null, access, ENROLMENT, "200 OK token");
        server("access token for enrolment, for more than that", null, access, ORDINARY, ENROLMENT_ONLY);
    }

    private void boundTokens() {
        TokenForge forge = site.tokens;
        IssuedCertificate self = site.selfSigned();
        JsonObject claims = forge.client(UUID.randomUUID(), self);
        String client = forge.sign(claims);
        long past = site.clock.instant().getEpochSecond() - 600;
        server("client token with its certificate", self, client, ENROLMENT, "200 OK token");
        server("client token with its certificate", self, client, ORDINARY, "200 OK token");
        server("client token alone", null, client, ENROLMENT, INVALID_TOKEN + "token_binding");
        server(
                "client token with another certificate",
                site.selfSigned(),
                client,
                ORDINARY,
                INVALID_TOKEN + "token_binding");
        server(
                "expired client token with its certificate",
                self,
                forge.sign(claims.copy().put("exp", past)),
                ORDINARY,
                INVALID_TOKEN + "token_expired");
        server(
                "blocked client token with its certificate",
                self,
                forge.sign(forge.client(BLOCKED, self)),
                ORDINARY,
                INVALID_TOKEN + "token_blocked");
    }

    private void badTokens() {
        TokenForge forge = site.tokens;
        TokenForge foreign = new TokenForge(site.tokenSigner(), site.clock);
        long now = site.clock.instant().getEpochSecond();
        JsonObject claims = forge.bulk(UUID.randomUUID());
        site.block(BLOCKED);
        bad("expired", forge.sign(claims.copy().put("exp", now - 600)), "token_expired");
        bad("not yet valid", forge.sign(claims.copy().put("nbf", now + 600)), "token_not_yet_valid");
        bad("blocked", forge.sign(forge.access(BLOCKED, "Device")), "token_blocked");
        JsonObject child = forge.access(UUID.randomUUID(), "Enrolment").put("ParentId", BLOCKED.toString());
        bad("got with a blocked one", forge.sign(child), "token_blocked");
        bad("with a cnf that is text", forge.sign(claims.copy().put("cnf", "x")), "token_claims");
        bad(
                "with a cnf that names no certificate",
                forge.sign(claims.copy().put("cnf", new JsonObject().put("jkt", "x"))),
                "token_claims");
        bad("foreign", foreign.sign(claims), "token_key_unknown");
        bad("foreign under our key's name", foreign.sign(forge.header(), claims), "token_signature");
        bad("for another audience", forge.sign(claims.copy().put("aud", "urn:x")), "token_audience");
        bad("of another issuer", forge.sign(claims.copy().put("iss", "urn:x")), "token_issuer");
        bad("of another hierarchy", forge.sign(claims.copy().put("TenantId", "x")), "token_claims");
        bad("with alg none", forge.sign(forge.header().put("alg", "none"), claims), "token_algorithm");
        bad("with alg HS256", forge.sign(forge.header().put("alg", "HS256"), claims), "token_algorithm");
        bad("with another typ", forge.sign(forge.header().put("typ", "at+jwt"), claims), "token_algorithm");
        bad("no JWT at all", "x", "token_malformed");
        String claimsTwice = claims.encode().replaceFirst("\\{", "{\"UniqueId\":\"x\",");
        bad("with a claim that comes twice", forge.sign(forge.header().encode(), claimsTwice), "token_malformed");
    }

    private void largeTokens() {
        TokenForge forge = site.tokens;
        String tooLarge = "431 CMGService_Header_Too_Large header_too_large";
        JsonObject claims = forge.bulk(UUID.randomUUID());
        bad("of 20 KB", forge.sign(claims.copy().put("x", "x".repeat(20_000))), "token_too_large");
        server("token of 64 KB", null, forge.sign(claims.copy().put("x", "x".repeat(49_000))), ENROLMENT, tooLarge);
        server("token of 10,000 claims", null, forge.sign(withClaims(claims, 10_000)), ORDINARY, tooLarge);
        bad("of 2,000 claims", forge.sign(withClaims(claims, 2_000)), "token_too_large");
        server("token of 800 claims", null, forge.sign(withClaims(claims, 800)), ENROLMENT, "200 OK token");
    }

    private static JsonObject withClaims(JsonObject claims, int more) {
        JsonObject many = claims.copy();
        for (int i = 0; i < more; i++) {
            many.put("c" + i, 0);
        }
        return many;
    }

    /** What it asks for must not matter: neither what a new client needs nor anything else. */
    private void bad(String name, String token, String code) {
        for (String path : List.of(ENROLMENT, ORDINARY)) {
            server("token " + name + " at " + path, null, token, path, INVALID_TOKEN + code);
        }
    }

    private void entraTokens() {
        server("entra token, v1 issuer", null, entra(ISSUER_V1, AUDIENCE), POLICY, "200 OK entra");
        server("entra token, v2 issuer", null, entra(ISSUER_V2, AUDIENCE), POLICY, "200 OK entra");
        server(
                "entra token beside a certificate",
                site.client("pc4"),
                entra(ISSUER_V1, AUDIENCE),
                POLICY,
                "200 OK entra");
        badEntraTokens();
        bad("of a tenant for others", entra(ISSUER_V1, "api://x"), "token_audience");
        bad("of a tenant that is switched off", entra(SWITCHED_OFF_ISSUER, AUDIENCE), "tenant_disabled");
    }

    private void badEntraTokens() {
        TokenForge foreign = new TokenForge(site.tokenSigner(), site.clock);
        long now = site.clock.instant().getEpochSecond();
        JsonObject header = entraHeader(KEY_ID);
        JsonObject claims = entraClaims(ISSUER_V1, AUDIENCE);
        bad("of a tenant, expired", site.tokens.sign(header, claims.copy().put("exp", now - 600)), "token_expired");
        bad(
                "of a tenant, not yet valid",
                site.tokens.sign(header, claims.copy().put("nbf", now + 600)),
                "token_not_yet_valid");
        bad("of a tenant, unknown kid", site.tokens.sign(entraHeader("other"), claims), "token_key_unknown");
        bad("of a tenant, foreign key under its kid", foreign.sign(header, claims), "token_signature");
        server(
                "token of a tenant whose keys cannot be fetched",
                null,
                entra(UNREACHABLE_ISSUER, AUDIENCE),
                ORDINARY,
                "503 CMGService_Keys_Unreachable keys_unreachable");
    }

    private String entra(String issuer, String audience) {
        return site.tokens.sign(entraHeader(KEY_ID), entraClaims(issuer, audience));
    }

    private JsonObject entraHeader(String keyId) {
        return site.tokens.header().put("kid", keyId);
    }

    private JsonObject entraClaims(String issuer, String audience) {
        return site.tokens
                .access(UUID.randomUUID(), "Device")
                .put("iss", issuer)
                .put("aud", audience)
                .put("oid", "o-1");
    }

    private void managementPointInHttpMode() {
        site.extraRoles.add(
                new Role(HTTP_MP, RoleType.MP, "mp2.corp.example", MpMode.HTTP, null, TestSite.managementPoint()));
        String mutual = "/CCM_Proxy_MutualAuth/" + HTTP_MP + POLICY;
        String server = "/CCM_Proxy_ServerAuth/" + HTTP_MP + POLICY;
        String token = site.tokens.sign(site.tokens.access(UUID.randomUUID(), "Device"));
        row("pki, management point in HTTP mode", site.client("pc6"), null, mutual, COMBINATION);
        row("access token, management point in HTTP mode", null, token, server, COMBINATION);
        row("entra token, management point in HTTP mode", null, entra(ISSUER_V1, AUDIENCE), server, COMBINATION);
        row("nothing, management point in HTTP mode", null, null, mutual, UNAUTHORIZED + "no_credential");
    }

    /** Tokens of stranger and site whose header names a place to get the key from. */
    static List<String> pointingAt(TestSite site, URI place) {
        TokenForge stranger = new TokenForge(site.tokenSigner(), site.clock);
        List<String> tokens = new ArrayList<>();
        for (String field : List.of("jku", "x5u", "kid", "x5t")) {
            JsonObject header =
                    new JsonObject().put("typ", "JWT").put("alg", "RS256").put(field, place.toString());
            tokens.add(stranger.sign(header, stranger.bulk(UUID.randomUUID())));
            JsonObject entra = stranger.bulk(UUID.randomUUID()).put("iss", ISSUER_V1);
            tokens.add(stranger.sign(header, entra.put("aud", AUDIENCE).put("oid", "o-1")));
        }
        return tokens;
    }

    private void paths() {
        IssuedCertificate pki = site.client("pc3.corp.example");
        row("unknown role", pki, null, "/CCM_Proxy_MutualAuth/9/SMS_MP", "404 CMGService_Role_Unknown role_unknown");
        row("unknown path", pki, null, "/", "404 CMGService_Path_Unknown path_unknown");
        mutualAt("not published", pki, "/x", "404 CMGService_Endpoint_Not_Published endpoint_not_published");
        String malformed = "400 CMGService_Path_Malformed path_malformed";
        mutualAt("climbing out", pki, "/SMS_MP/..%2f..%2fadmin", malformed);
        mutualAt("dots", pki, "/SMS_MP/../x", malformed);
        row("metadata", null, null, "/CCM_Proxy_MutualAuth/ServiceMetadata", "200 OK");
        row(
                "metadata, bad token",
                null,
                "x",
                "/CCM_Proxy_ServerAuth/ServiceMetadata",
                INVALID_TOKEN + "token_malformed");
        String tenantInfo = "/CCM_Proxy_ServerAuth/AADAuthInfo?TenantID=";
        String unknown = "404 CMGService_Tenant_Unknown tenant_unknown";
        row("tenant", null, null, tenantInfo + "T-1", "200 OK");
        row("tenant, percent-encoded", null, null, tenantInfo + "T%2D1", "200 OK");
        row("two tenants", null, null, tenantInfo + "t-1&tenantid=t-1", malformed);
        row("unknown tenant", null, null, tenantInfo + "x", unknown);
        row("tenant that is switched off", null, null, tenantInfo + SWITCHED_OFF, unknown);
    }

    private void mutual(String name, @Nullable IssuedCertificate certificate, String answer) {
        mutualAt(name, certificate, POLICY, answer);
    }

    private void mutualAt(String name, @Nullable IssuedCertificate certificate, String path, String answer) {
        row(name, certificate, null, CERTIFICATE_FACE + path, answer);
    }

    private void server(
            String name, @Nullable IssuedCertificate certificate, @Nullable String token, String path, String answer) {
        row(name, certificate, token, TOKEN_FACE + path, answer);
    }

    private void row(
            String name, @Nullable IssuedCertificate certificate, @Nullable String token, String path, String answer) {
        rows.add(new CredentialRow(name, certificate, token, path, answer));
    }

    private IssuedCertificate odd(Consumer<CertificateBuilder> change) {
        return site.issuing.issue(CertificateRequest.client("odd.corp.example").customize(change));
    }

    private IssuedCertificate odd(KeyKind key) {
        return site.issuing.issue(CertificateRequest.client("odd.corp.example").withKey(key));
    }
}
