package opencmg.mockmp.tokens;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.util.Base64URL;
import io.vertx.core.json.JsonObject;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import opencmg.mockmp.clientid.SmsId;
import opencmg.mockmp.keys.SiteIdentity;
import org.jspecify.annotations.Nullable;

/** Makes site tokens: JWT, RS256, {@code x5t} (protocol.md 5). Nothing is recorded; see {@link TokenLedger} for that. */
public final class TokenIssuer {

    /** Of a CCM access token (protocol.md 1.10). */
    public static final Duration ACCESS_LIFETIME = Duration.ofHours(8);
    /** Of a client token (protocol.md 1.10). */
    public static final Duration CLIENT_LIFETIME = Duration.ofDays(90);

    private final Supplier<SiteIdentity> signing;
    private final UUID hierarchyId;
    private final Clock clock;

    /**
     * An issuer.
     *
     * @param signing asked for each token, because the key can be renewed
     */
    public TokenIssuer(Supplier<SiteIdentity> signing, UUID hierarchyId, Clock clock) {
        this.signing = signing;
        this.hierarchyId = hierarchyId;
        this.clock = clock;
    }

    /** {@code iss} of a hierarchy's tokens. */
    public static String issuerOf(UUID hierarchyId) {
        return Claims.ISSUER_PREFIX + hierarchyId.toString().toLowerCase(Locale.ROOT);
    }

    /** A bulk registration token. */
    public IssuedToken bulk(Duration lifetime) {
        return sign(TokenCategory.BULK, "BulkRegistration", lifetime, Map.of());
    }

    /** A CCM access token; {@code device} when the client is known. */
    public IssuedToken access(AccessType type, @Nullable SmsId device) {
        return access(type, device, Map.of());
    }

    /** A CCM access token got with another site token: it ends when somebody blocks that one. */
    public IssuedToken access(AccessType type, @Nullable SmsId device, SiteToken parent) {
        return access(type, device, Map.of(Claims.PARENT, parent.id().toString()));
    }

    /** A CCM access token got with an Entra token. */
    public IssuedToken access(AccessType type, @Nullable SmsId device, EntraIdentity entra) {
        return access(
                type, device, Map.of(Claims.ENTRA_TENANT, entra.tenantId(), Claims.ENTRA_DEVICE, entra.deviceId()));
    }

    private IssuedToken access(AccessType type, @Nullable SmsId device, Map<String, Object> gotWith) {
        Map<String, Object> more = new LinkedHashMap<>();
        if (device != null) {
            more.put(Claims.DEVICE, device.toString());
        }
        more.putAll(gotWith);
        return sign(TokenCategory.ACCESS, type.claim(), ACCESS_LIFETIME, more);
    }

    /** A client token, good only together with the client's certificate (RFC 8705 section 3.1). */
    public IssuedToken client(SmsId device, X509Certificate certificate) {
        Map<String, Object> more = new LinkedHashMap<>();
        more.put(Claims.DEVICE, device.toString());
        more.put(Claims.CONFIRMATION, Map.of(Claims.THUMBPRINT, SiteIdentity.thumbprint(certificate, "SHA-256")));
        return sign(TokenCategory.CLIENT, AccessType.DEVICE.claim(), CLIENT_LIFETIME, more);
    }

    private IssuedToken sign(TokenCategory category, String type, Duration lifetime, Map<String, Object> more) {
        Instant now = Instant.ofEpochSecond(clock.instant().getEpochSecond());
        Instant end = now.plus(lifetime);
        UUID id = UUID.randomUUID();
        // In the order of the product's tokens, for people who compare.
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put(Claims.CATEGORY, category.claim());
        claims.put("Authority", "SCCM");
        claims.put("License", "SCCM");
        claims.put(Claims.TYPE, type);
        claims.put(Claims.TENANT, hierarchyId.toString().toUpperCase(Locale.ROOT));
        claims.put(Claims.UNIQUE_ID, id.toString());
        claims.putAll(more);
        claims.put("iss", issuerOf(hierarchyId));
        claims.put("aud", Claims.AUDIENCE);
        claims.put("exp", end.getEpochSecond());
        claims.put("nbf", now.getEpochSecond());
        return new IssuedToken(id, category, now, end, jwt(claims));
    }

    @SuppressWarnings("deprecation") // x5t is SHA-1 by definition, and what the product's tokens carry
    private String jwt(Map<String, Object> claims) {
        SiteIdentity signer = signing.get();
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .type(JOSEObjectType.JWT)
                .x509CertThumbprint(new Base64URL(signer.x5t()))
                .build();
        try {
            JWSObject jwt = new JWSObject(header, new Payload(new JsonObject(claims).encode()));
            jwt.sign(new RSASSASigner(signer.key()));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException("every JDK signs with RS256", e);
        }
    }
}
