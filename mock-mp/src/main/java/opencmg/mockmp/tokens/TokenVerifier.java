package opencmg.mockmp.tokens;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import opencmg.mockmp.clientid.SmsId;
import opencmg.mockmp.keys.SiteKeys;
import org.jspecify.annotations.Nullable;

/** Decides whether a text is a site token of this hierarchy that is valid now. Costs one RSA check: not for an event loop. */
public final class TokenVerifier {

    private static final Duration SKEW = Duration.ofMinutes(5);
    private static final int MAX_TOKEN_LENGTH = 16 << 10;

    private final SiteKeys keys;
    private final UUID hierarchyId;
    private final Predicate<UUID> blocked;
    private final Clock clock;

    public TokenVerifier(SiteKeys keys, UUID hierarchyId, Predicate<UUID> blocked, Clock clock) {
        this.keys = keys;
        this.hierarchyId = hierarchyId;
        this.blocked = blocked;
        this.clock = clock;
    }

    /** Whether a text claims to come from this hierarchy; it may still be invalid. */
    public boolean isOurs(String token) {
        try {
            return token.length() <= MAX_TOKEN_LENGTH
                    && TokenIssuer.issuerOf(hierarchyId)
                            .equals(SignedJWT.parse(token).getJWTClaimsSet().getIssuer());
        } catch (ParseException e) {
            return false;
        }
    }

    /**
     * Verifies.
     *
     * @throws InvalidTokenException with the reason
     */
    public SiteToken verify(String token) {
        if (token.length() > MAX_TOKEN_LENGTH) {
            throw new InvalidTokenException("the token is longer than " + MAX_TOKEN_LENGTH + " characters");
        }
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            checkSignature(jwt);
            return checkClaims(jwt.getJWTClaimsSet());
        } catch (ParseException | JOSEException e) {
            throw new InvalidTokenException("the token cannot be read");
        }
    }

    @SuppressWarnings("deprecation") // x5t is SHA-1 by definition, and what the product's tokens carry
    private void checkSignature(SignedJWT jwt) throws JOSEException {
        JWSHeader header = jwt.getHeader();
        if (!JWSAlgorithm.RS256.equals(header.getAlgorithm()) || !JOSEObjectType.JWT.equals(header.getType())) {
            throw new InvalidTokenException("the token is not a JWT signed with RS256");
        }
        Base64URL thumbprint = header.getX509CertThumbprint();
        X509Certificate certificate = Optional.ofNullable(thumbprint)
                .flatMap(x5t -> keys.tokenCertificate(x5t.toString()))
                .orElseThrow(() -> new InvalidTokenException(
                        "the token was signed with a key that this site does not know (any more)"));
        if (!jwt.verify(new RSASSAVerifier((RSAPublicKey) certificate.getPublicKey()))) {
            throw new InvalidTokenException("the token's signature does not verify");
        }
    }

    private SiteToken checkClaims(JWTClaimsSet claims) throws ParseException {
        Instant now = clock.instant();
        if (!TokenIssuer.issuerOf(hierarchyId).equals(claims.getIssuer())
                || !claims.getAudience().equals(List.of(Claims.AUDIENCE))) {
            throw new InvalidTokenException("the token was issued by or for somebody else");
        }
        UUID id = SmsId.parse(claims.getStringClaim(Claims.UNIQUE_ID))
                .orElseThrow(() -> new InvalidTokenException("the token has no id"))
                .value();
        Instant expires = time(claims.getExpirationTime());
        if (now.isAfter(expires.plus(SKEW))) {
            throw new InvalidTokenException("the token " + id + " expired at " + expires);
        }
        if (now.isBefore(time(claims.getNotBeforeTime()).minus(SKEW))) {
            throw new InvalidTokenException("the token " + id + " is not valid yet");
        }
        if (blocked.test(id)) {
            throw new InvalidTokenException("the token " + id + " is blocked");
        }
        SmsId.parse(claims.getStringClaim(Claims.PARENT))
                .map(SmsId::value)
                .filter(blocked)
                .ifPresent(parent -> {
                    throw new InvalidTokenException(
                            "the token " + parent + ", which " + id + " was got with, is blocked");
                });
        TokenCategory category = TokenCategory.of(orEmpty(claims.getStringClaim(Claims.CATEGORY)))
                .orElseThrow(() -> new InvalidTokenException("the token is of an unknown category"));
        return new SiteToken(
                category,
                orEmpty(claims.getStringClaim(Claims.TYPE)),
                id,
                expires,
                SmsId.parse(claims.getStringClaim(Claims.DEVICE)),
                entra(claims),
                thumbprint(claims));
    }

    private static Optional<EntraIdentity> entra(JWTClaimsSet claims) throws ParseException {
        String tenant = claims.getStringClaim(Claims.ENTRA_TENANT);
        return tenant == null
                ? Optional.empty()
                : Optional.of(new EntraIdentity(
                        tenant,
                        orEmpty(claims.getStringClaim(Claims.ENTRA_DEVICE)),
                        AccessType.USER_AND_DEVICE.claim().equals(claims.getStringClaim(Claims.TYPE))));
    }

    private static Optional<String> thumbprint(JWTClaimsSet claims) throws ParseException {
        Map<String, Object> confirmation = claims.getJSONObjectClaim(Claims.CONFIRMATION);
        return Optional.ofNullable(confirmation)
                .map(object -> object.get(Claims.THUMBPRINT))
                .map(Object::toString);
    }

    private static Instant time(@Nullable Date date) {
        if (date == null) {
            throw new InvalidTokenException("the token has no validity");
        }
        return date.toInstant();
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
