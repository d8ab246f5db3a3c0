package opencmg.gateway.identity;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.UUID;
import opencmg.certs.IssuedCertificate;

/** Creates valid and invalid site tokens; shares no code with the verifier. */
public final class TokenForge {

    public static final UUID HIERARCHY = UUID.fromString("cdcc5e91-0adf-4a24-82d0-196667f1c081");
    public static final String ISSUER = "urn:sccm:oauth2:" + HIERARCHY;

    private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();

    private final IssuedCertificate signer;
    private final Clock clock;

    public TokenForge(IssuedCertificate signer, Clock clock) {
        this.signer = signer;
        this.clock = clock;
    }

    public JsonObject header() {
        return new JsonObject().put("typ", "JWT").put("alg", "RS256").put("x5t", x5t(signer));
    }

    public JsonObject bulk(UUID id) {
        return claims("SCCMPreAuthToken", id, Duration.ofDays(3)).put("Type", "BulkRegistration");
    }

    public JsonObject access(UUID id, String type) {
        return claims("CCMAccessToken", id, Duration.ofHours(8))
                .put("Type", type)
                .put("DeviceId", "GUID:" + id);
    }

    public JsonObject client(UUID id, IssuedCertificate boundTo) {
        return claims("SelfProveToken", id, Duration.ofDays(90))
                .put("DeviceId", "GUID:" + id)
                .put("cnf", new JsonObject().put("x5t#S256", thumbprint("SHA-256", boundTo)));
    }

    private JsonObject claims(String category, UUID id, Duration lifetime) {
        Instant now = clock.instant();
        return new JsonObject()
                .put("SCCMTokenCategory", category)
                .put("Authority", "SCCM")
                .put("License", "SCCM")
                .put("TenantId", HIERARCHY.toString().toUpperCase(Locale.ROOT))
                .put("UniqueId", id.toString())
                .put("iss", ISSUER)
                .put("aud", "urn:sccm:service")
                .put("nbf", now.getEpochSecond())
                .put("exp", now.plus(lifetime).getEpochSecond());
    }

    public String sign(JsonObject claims) {
        return sign(header(), claims);
    }

    public String sign(JsonObject header, JsonObject claims) {
        return sign(header.encode(), claims.encode());
    }

    /** Signs any text, also invalid JSON. */
    public String sign(String header, String claims) {
        String signed = encode(header) + "." + encode(claims);
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(signer.key());
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed + "." + URL.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    public static String encode(String text) {
        return URL.encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    static String x5t(IssuedCertificate signer) {
        return thumbprint("SHA-1", signer);
    }

    private static String thumbprint(String algorithm, IssuedCertificate issued) {
        try {
            return URL.encodeToString(MessageDigest.getInstance(algorithm)
                    .digest(issued.certificate().getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
