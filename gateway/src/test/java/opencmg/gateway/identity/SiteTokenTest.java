package opencmg.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import opencmg.certs.IssuedCertificate;
import opencmg.gateway.refusal.Refusal;
import opencmg.gateway.refusal.RefusalReason;
import opencmg.gateway.revocation.RevocationSettings;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SiteTokenTest {

    private static final UUID ID = UUID.fromString("db591e33-96fd-4c5b-82f3-bf673e5bd0a2");

    private final Vertx vertx = Vertx.vertx();
    private final TestSite site = new TestSite();
    private final TokenForge forge = site.tokens;
    private Verifiers verifiers;

    @BeforeAll
    void start() {
        verifiers = Awaited.value(Verifiers.start(vertx, RevocationSettings.DEFAULTS, site.clock));
    }

    @AfterAll
    void stop() {
        Awaited.done(verifiers.close().eventually(vertx::close));
    }

    @Test
    void verifiesABulkRegistrationToken() {
        Identity.SiteToken identity = (Identity.SiteToken) verified(forge.sign(forge.bulk(ID)));

        assertThat(identity.kind()).isEqualTo(Identity.TokenKind.BULK_REGISTRATION);
        assertThat(identity.subject()).isEqualTo(ID.toString());
        assertThat(identity.enrolmentOnly()).isTrue();
    }

    @Test
    void verifiesAccessTokensAndTheirDevice() {
        Identity device = verified(forge.sign(forge.access(ID, "Device")));
        Identity enrolment = verified(forge.sign(forge.access(ID, "Enrolment")));

        assertThat(device.deviceId()).isEqualTo("GUID:" + ID);
        assertThat(device.enrolmentOnly()).isFalse();
        assertThat(enrolment.enrolmentOnly()).isTrue();
    }

    @Test
    void readsTheBindingOfAClientToken() {
        IssuedCertificate client = site.selfSigned();
        Identity.SiteToken identity = (Identity.SiteToken) verified(forge.sign(forge.client(ID, client)));

        assertThat(identity.boundTo()).isEqualTo(PeerChain.of(client.chain()).thumbprint());
    }

    @Test
    void acceptsATokenWithoutNbf() {
        JsonObject claims = forge.bulk(ID);
        claims.remove("nbf");
        assertThat(verified(forge.sign(claims)).subject()).isEqualTo(ID.toString());
    }

    @Test
    void completesAtOnceWhenTheVerdictIsCached() {
        String token = forge.sign(forge.access(UUID.randomUUID(), "Device"));
        verified(token);
        assertThat(verifiers.bearer(token, site.site()).succeeded()).isTrue();

        String bad = forge.sign(forge.access(ID, "Device").put("iss", "urn:other"));
        refused(bad, RefusalReason.TOKEN_ISSUER);
        assertThat(verifiers.bearer(bad, site.site()).failed()).isTrue();
    }

    @Test
    void allowsFiveMinutesOfClockSkew() {
        TestSite other = new TestSite();
        Verifiers timed = Awaited.value(Verifiers.start(vertx, RevocationSettings.DEFAULTS, other.clock));
        String token = other.tokens.sign(other.tokens.bulk(ID));
        other.clock.advance(Duration.ofMinutes(-6));
        assertThat(Awaited.refusal(timed.bearer(token, other.site()), RefusalReason.TOKEN_NOT_YET_VALID)
                        .detail())
                .contains("bulk registration token " + ID);
        other.clock.advance(Duration.ofMinutes(2));
        assertThat(Awaited.value(timed.bearer(token, other.site()))).isNotNull();
        other.clock.advance(Duration.ofDays(3).plusMinutes(8));
        assertThat(Awaited.value(timed.bearer(token, other.site()))).isNotNull();
        other.clock.advance(Duration.ofMinutes(2));
        Refusal expired = Awaited.refusal(timed.bearer(token, other.site()), RefusalReason.TOKEN_EXPIRED);

        assertThat(expired.detail())
                .contains(ID.toString())
                .contains("expired at")
                .contains("now is");
        Awaited.done(timed.close());
    }

    @Test
    void refusesABlockedTokenAtOnceAndAcceptsItAgainWhenUnblocked() {
        TestSite other = new TestSite();
        String token = other.tokens.sign(other.tokens.access(ID, "Device"));
        assertThat(Awaited.value(verifiers.bearer(token, other.site()))).isNotNull();
        other.block(ID);
        other.publish();
        Refusal blocked = Awaited.refusal(verifiers.bearer(token, other.site()), RefusalReason.TOKEN_BLOCKED);
        assertThat(blocked.detail()).contains(ID.toString()).contains("CORP\\admin");
        assertThat(blocked.authMethod()).isEqualTo("token");
        assertThat(blocked.publicDetail()).doesNotContain("admin");
        other.blocked.clear();
        other.publish();
        assertThat(Awaited.value(verifiers.bearer(token, other.site()))).isNotNull();
    }

    @Test
    void refusesAnAccessTokenWhoseParentIsBlocked() {
        TestSite other = new TestSite();
        UUID bulk = UUID.randomUUID();
        String token = other.tokens.sign(other.tokens.access(ID, "Enrolment").put("ParentId", bulk.toString()));
        assertThat(Awaited.value(verifiers.bearer(token, other.site()))).isNotNull();
        other.block(bulk);
        other.publish();
        Refusal blocked = Awaited.refusal(verifiers.bearer(token, other.site()), RefusalReason.TOKEN_BLOCKED);

        assertThat(blocked.detail())
                .contains("for enrolment " + ID)
                .contains("got with the token " + bulk)
                .contains("CORP\\admin");
    }

    @Test
    void acceptsTokensOfTheOldSigningCertificateUntilItIsRemoved() {
        TestSite other = new TestSite();
        String old = other.tokens.sign(other.tokens.bulk(ID));
        IssuedCertificate renewed = other.tokenSigner();
        other.signers.add(renewed.certificate());
        other.publish();
        TokenForge second = new TokenForge(renewed, other.clock);
        assertThat(Awaited.value(verifiers.bearer(old, other.site()))).isNotNull();
        assertThat(Awaited.value(verifiers.bearer(second.sign(second.bulk(ID)), other.site())))
                .isNotNull();
        other.signers.remove(0);
        other.publish();
        Refusal refusal = Awaited.refusal(verifiers.bearer(old, other.site()), RefusalReason.TOKEN_KEY_UNKNOWN);

        assertThat(refusal.detail()).contains(TokenForge.x5t(other.tokenSigner)).contains(TokenForge.x5t(renewed));
    }

    record Bad(String name, String token, RefusalReason reason) {

        @Override
        public String toString() {
            return name;
        }
    }

    Stream<Bad> badTokens() throws GeneralSecurityException {
        String good = forge.sign(forge.bulk(ID));
        String[] parts = good.split("\\.", -1);
        IssuedCertificate stranger = site.tokenSigner();
        TokenForge foreign = new TokenForge(stranger, site.clock);
        String claims = forge.bulk(ID).encode();
        String header = forge.header().encode();
        return Stream.of(
                new Bad("nothing", "", RefusalReason.TOKEN_MALFORMED),
                new Bad("words", "not a token", RefusalReason.TOKEN_MALFORMED),
                new Bad("two parts", parts[0] + "." + parts[1], RefusalReason.TOKEN_MALFORMED),
                new Bad("five parts, as encrypted ones have", good + ".a.b", RefusalReason.TOKEN_MALFORMED),
                new Bad("padded", parts[0] + "=." + parts[1] + "." + parts[2], RefusalReason.TOKEN_MALFORMED),
                new Bad("no signature", parts[0] + "." + parts[1] + ".", RefusalReason.TOKEN_MALFORMED),
                new Bad("plain base64", good.replace('_', '/').replace('-', '+') + "+", RefusalReason.TOKEN_MALFORMED),
                new Bad(
                        "other claims",
                        parts[0] + "." + other(parts[1]) + "." + parts[2],
                        RefusalReason.TOKEN_SIGNATURE),
                new Bad(
                        "other signature",
                        parts[0] + "." + parts[1] + "." + flipped(parts[2]),
                        RefusalReason.TOKEN_SIGNATURE),
                new Bad("short signature", parts[0] + "." + parts[1] + ".AAAA", RefusalReason.TOKEN_SIGNATURE),
                new Bad("foreign key", foreign.sign(foreign.bulk(ID)), RefusalReason.TOKEN_KEY_UNKNOWN),
                new Bad(
                        "foreign key under our x5t",
                        foreign.sign(forge.header(), forge.bulk(ID)),
                        RefusalReason.TOKEN_SIGNATURE),
                new Bad(
                        "no x5t",
                        forge.sign(header(h -> h.remove("x5t")), forge.bulk(ID)),
                        RefusalReason.TOKEN_KEY_UNKNOWN),
                new Bad(
                        "x5t is a number",
                        forge.sign(header(h -> h.put("x5t", 7)), forge.bulk(ID)),
                        RefusalReason.TOKEN_KEY_UNKNOWN),
                new Bad(
                        "x5t is a path",
                        forge.sign(header(h -> h.put("x5t", "../../etc/passwd")), forge.bulk(ID)),
                        RefusalReason.TOKEN_KEY_UNKNOWN),
                new Bad(
                        "own key in jwk",
                        foreign.sign(headerWithForeignKeys(), forge.bulk(ID)),
                        RefusalReason.TOKEN_KEY_UNKNOWN),
                new Bad("alg none", unsigned("none"), RefusalReason.TOKEN_ALGORITHM),
                new Bad("alg None", unsigned("None"), RefusalReason.TOKEN_ALGORITHM),
                new Bad(
                        "no alg",
                        forge.sign(header(h -> h.remove("alg")), forge.bulk(ID)),
                        RefusalReason.TOKEN_ALGORITHM),
                new Bad("HS256 with the public key", hmac(claims), RefusalReason.TOKEN_ALGORITHM),
                new Bad(
                        "RS512",
                        forge.sign(header(h -> h.put("alg", "RS512")), forge.bulk(ID)),
                        RefusalReason.TOKEN_ALGORITHM),
                new Bad(
                        "typ JOSE",
                        forge.sign(header(h -> h.put("typ", "JOSE")), forge.bulk(ID)),
                        RefusalReason.TOKEN_ALGORITHM),
                new Bad(
                        "no typ",
                        forge.sign(header(h -> h.remove("typ")), forge.bulk(ID)),
                        RefusalReason.TOKEN_ALGORITHM),
                new Bad(
                        "critical field",
                        forge.sign(
                                header(h ->
                                        h.put("crit", new JsonArray().add("x")).put("x", 1)),
                                forge.bulk(ID)),
                        RefusalReason.TOKEN_ALGORITHM),
                new Bad("claims twice", forge.sign(header, twice(claims)), RefusalReason.TOKEN_MALFORMED),
                new Bad("alg twice", forge.sign(twice(header), claims), RefusalReason.TOKEN_MALFORMED),
                new Bad("after the object", forge.sign(header, claims + "{}"), RefusalReason.TOKEN_MALFORMED),
                new Bad("an array", forge.sign(header, "[" + claims + "]"), RefusalReason.TOKEN_MALFORMED),
                new Bad(
                        "deep",
                        forge.sign(header, "{\"a\":" + "[".repeat(500) + "]".repeat(500) + "}"),
                        RefusalReason.TOKEN_MALFORMED),
                new Bad(
                        "64 KB",
                        forge.sign(forge.bulk(ID).put("x", "y".repeat(64_000))),
                        RefusalReason.TOKEN_TOO_LARGE),
                new Bad("10,000 claims", forge.sign(header, manyClaims()), RefusalReason.TOKEN_TOO_LARGE),
                bad("other issuer", c -> c.put("iss", "urn:sccm:oauth2:other"), RefusalReason.TOKEN_ISSUER),
                bad("no issuer", c -> c.remove("iss"), RefusalReason.TOKEN_ISSUER),
                bad("other audience", c -> c.put("aud", "urn:other"), RefusalReason.TOKEN_AUDIENCE),
                bad(
                        "two audiences",
                        c -> c.put(
                                "aud", new JsonArray().add("urn:sccm:service").add("x")),
                        RefusalReason.TOKEN_AUDIENCE),
                bad(
                        "other hierarchy",
                        c -> c.put("TenantId", UUID.randomUUID().toString()),
                        RefusalReason.TOKEN_CLAIMS),
                bad("other category", c -> c.put("SCCMTokenCategory", "Other"), RefusalReason.TOKEN_CLAIMS),
                bad("bulk of another type", c -> c.put("Type", "Device"), RefusalReason.TOKEN_CLAIMS),
                bad("no id", c -> c.remove("UniqueId"), RefusalReason.TOKEN_CLAIMS),
                bad("id without form", c -> c.put("UniqueId", "1-1-1-1-1"), RefusalReason.TOKEN_CLAIMS),
                bad(
                        "client token without cnf",
                        c -> c.put("SCCMTokenCategory", "SelfProveToken"),
                        RefusalReason.TOKEN_CLAIMS),
                bad("cnf is text", c -> c.put("cnf", "x5t#S256"), RefusalReason.TOKEN_CLAIMS),
                bad("cnf is a list", c -> c.put("cnf", new JsonArray().add("x5t#S256")), RefusalReason.TOKEN_CLAIMS),
                bad(
                        "cnf names a key that nobody asks for",
                        c -> c.put("cnf", new JsonObject().put("jkt", "x")),
                        RefusalReason.TOKEN_CLAIMS),
                bad(
                        "cnf names a number",
                        c -> c.put("cnf", new JsonObject().put("x5t#S256", 7)),
                        RefusalReason.TOKEN_CLAIMS),
                bad("parent without form", c -> c.put("ParentId", "1-1-1-1-1"), RefusalReason.TOKEN_CLAIMS),
                bad("parent is a number", c -> c.put("ParentId", 1), RefusalReason.TOKEN_CLAIMS),
                new Bad("a byte order mark", forge.sign(header, "\uFEFF" + claims), RefusalReason.TOKEN_MALFORMED),
                bad("no exp", c -> c.remove("exp"), RefusalReason.TOKEN_CLAIMS),
                bad("nbf is text", c -> c.put("nbf", "0"), RefusalReason.TOKEN_CLAIMS),
                bad("exp is text", c -> c.put("exp", "4102444800"), RefusalReason.TOKEN_CLAIMS),
                bad("exp is a fraction", c -> c.put("exp", 4102444800.5), RefusalReason.TOKEN_CLAIMS),
                bad("exp in the year 10000", c -> c.put("exp", 253_402_300_800L), RefusalReason.TOKEN_CLAIMS),
                bad("exp before 1970", c -> c.put("exp", -1), RefusalReason.TOKEN_CLAIMS),
                bad("exp beyond all time", c -> c.put("exp", Long.MAX_VALUE), RefusalReason.TOKEN_CLAIMS),
                bad(
                        "expired",
                        c -> c.put("exp", site.clock.instant().minusSeconds(301).getEpochSecond()),
                        RefusalReason.TOKEN_EXPIRED));
    }

    @ParameterizedTest
    @MethodSource("badTokens")
    void refuses(Bad bad) {
        refused(bad.token(), bad.reason());
    }

    @Test
    void quotesNoTokenInMessages() {
        String secret = TokenForge.encode("{\"alg\":\"RS256\",\"typ\":\"JWT\",\"x\":\"hunter2hunter2");
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> Jwt.parse(secret + "." + secret + ".AAAA"));

        assertThat(refusal.getMessage()).doesNotContain("hunter2");
        assertThat(String.valueOf(refusal.getCause())).doesNotContain("hunter2");
    }

    @CanIgnoreReturnValue
    private Identity verified(String token) {
        return Awaited.value(verifiers.bearer(token, site.site()));
    }

    @CanIgnoreReturnValue
    private Refusal refused(String token, RefusalReason reason) {
        Future<Identity> result = verifiers.bearer(token, site.site());
        return Awaited.refusal(result, reason);
    }

    private Bad bad(String name, Consumer<JsonObject> change, RefusalReason reason) {
        JsonObject claims = forge.bulk(ID);
        change.accept(claims);
        return new Bad(name, forge.sign(claims), reason);
    }

    private JsonObject header(Consumer<JsonObject> change) {
        JsonObject header = forge.header();
        change.accept(header);
        return header;
    }

    /** Key references that must never be fetched; nothing listens at these addresses. */
    private static JsonObject headerWithForeignKeys() {
        return new JsonObject()
                .put("typ", "JWT")
                .put("alg", "RS256")
                .put("kid", "http://127.0.0.1:9/key")
                .put("jku", "http://127.0.0.1:9/jwks")
                .put("x5u", "http://127.0.0.1:9/cert")
                .put("jwk", new JsonObject().put("kty", "RSA").put("n", "AQAB").put("e", "AQAB"));
    }

    private String unsigned(String alg) {
        return TokenForge.encode(header(h -> h.put("alg", alg)).encode()) + "."
                + TokenForge.encode(forge.bulk(ID).encode()) + ".AA";
    }

    private String hmac(String claims) throws GeneralSecurityException {
        String signed =
                TokenForge.encode(header(h -> h.put("alg", "HS256")).encode()) + "." + TokenForge.encode(claims);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(site.tokenSigner.certificate().getPublicKey().getEncoded(), "HmacSHA256"));
        byte[] code = mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII));
        return signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(code);
    }

    private static String twice(String object) {
        return "{" + object.substring(1, object.length() - 1) + "," + object.substring(1);
    }

    private static String manyClaims() {
        return IntStream.range(0, 10_000)
                .mapToObj(i -> "\"claim" + i + "\":" + i)
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String other(String payload) {
        String text = new String(Base64.getUrlDecoder().decode(payload), StandardCharsets.UTF_8);
        return TokenForge.encode(text.replace("BulkRegistration", "BulkRegistratioN"));
    }

    private static String flipped(String signature) {
        return (signature.charAt(0) == 'A' ? "B" : "A") + signature.substring(1);
    }
}
