package opencmg.mockmp.sts;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jose.util.Resource;
import com.nimbusds.jose.util.ResourceRetriever;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import opencmg.mockmp.tokens.EntraIdentity;
import opencmg.mockmp.tokens.InvalidTokenException;
import opencmg.settings.site.Tenant;
import org.jspecify.annotations.Nullable;

/**
 * Verifies tokens of the onboarded tenants (protocol.md 5.4). The library fetches and caches the tenants' key sets; fetching blocks, so worker threads
 * only.
 */
public final class EntraTokens {

    private static final int TIMEOUT_MILLIS = 5000;
    private static final int MAX_KEY_SET_BYTES = 256 << 10;
    private static final Duration SKEW = Duration.ofMinutes(5);

    private final Map<String, Issuer> issuers = new HashMap<>();
    private final Clock clock;

    private record Issuer(Tenant tenant, DefaultJWTProcessor<SecurityContext> processor) {}

    public EntraTokens(List<Tenant> tenants, Clock clock) {
        this.clock = clock;
        tenants.stream().filter(tenant -> !tenant.disabled()).forEach(tenant -> {
            Issuer issuer = new Issuer(tenant, processor(tenant));
            tenant.issuers().forEach(name -> issuers.put(name, issuer));
        });
    }

    private static DefaultJWTProcessor<SecurityContext> processor(Tenant tenant) {
        try {
            JWKSource<SecurityContext> keys = JWKSourceBuilder.<SecurityContext>create(
                            tenant.keySetUrl().toURL(),
                            withDiscovery(
                                    new DefaultResourceRetriever(TIMEOUT_MILLIS, TIMEOUT_MILLIS, MAX_KEY_SET_BYTES)))
                    .refreshAheadCache(false)
                    .build();
            DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
            processor.setJWSKeySelector(new JWSVerificationKeySelector<>(JWSAlgorithm.RS256, keys));
            // Claims are checked in identity(), against our clock.
            processor.setJWTClaimsSetVerifier((claims, context) -> {});
            return processor;
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("keySetUrl of tenant " + tenant.tenantId() + " is no URL", e);
        }
    }

    /** Follows a discovery document to the key set that it names. */
    private static ResourceRetriever withDiscovery(ResourceRetriever retriever) {
        return url -> {
            Resource document = retriever.retrieveResource(url);
            try {
                String keySetUrl = JSONObjectUtils.getString(JSONObjectUtils.parse(document.getContent()), "jwks_uri");
                return keySetUrl == null
                        ? document
                        : retriever.retrieveResource(URI.create(keySetUrl).toURL());
            } catch (ParseException e) {
                throw new IOException(url + " is neither a key set nor a discovery document", e);
            }
        };
    }

    /**
     * Verifies a token: signature, issuer, audience and validity.
     *
     * @throws InvalidTokenException with the reason
     */
    EntraIdentity verify(String token) {
        try {
            Issuer issuer = issuers.get(String.valueOf(
                    com.nimbusds.jwt.SignedJWT.parse(token).getJWTClaimsSet().getIssuer()));
            if (issuer == null) {
                throw new InvalidTokenException("the token's issuer is no onboarded tenant");
            }
            return identity(issuer.tenant(), issuer.processor().process(token, (SecurityContext) null));
        } catch (ParseException e) {
            throw new InvalidTokenException("the token cannot be read");
        } catch (BadJOSEException | JOSEException e) {
            throw new InvalidTokenException("the Entra token does not verify: " + e.getMessage());
        }
    }

    private EntraIdentity identity(Tenant tenant, JWTClaimsSet claims) throws ParseException {
        Instant now = clock.instant();
        if (Collections.disjoint(claims.getAudience(), tenant.audiences())) {
            throw new InvalidTokenException("the Entra token is for another audience");
        }
        if (claims.getExpirationTime() == null
                || now.isAfter(claims.getExpirationTime().toInstant().plus(SKEW))) {
            throw new InvalidTokenException("the Entra token has expired");
        }
        if (claims.getNotBeforeTime() != null
                && now.isBefore(claims.getNotBeforeTime().toInstant().minus(SKEW))) {
            throw new InvalidTokenException("the Entra token is not valid yet");
        }
        boolean user = claims.getClaim("upn") != null || claims.getClaim("scp") != null;
        String device = orEmpty(claims.getStringClaim("deviceid"));
        return new EntraIdentity(tenant.tenantId(), device.matches("[A-Za-z0-9-]{1,64}") ? device : "", user);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
