package opencmg.gateway.identity;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.vertx.core.Future;
import java.net.URI;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.Instant;
import java.util.function.Function;
import opencmg.gateway.refusal.PrintableText;
import opencmg.gateway.refusal.Refusal;
import opencmg.gateway.refusal.RefusalReason;
import opencmg.gateway.revocation.SharedBlockingWork;
import opencmg.settings.site.Tenant;
import org.jspecify.annotations.Nullable;

/** Verifies tokens of onboarded tenants (protocol.md 5.4), or of any OpenID Connect issuer that signs with RS256. */
final class EntraTokenVerifier {

    private static final int MAX_KEY_SETS = 256;

    private final LoadingCache<URI, SigningKeySet> keySets;
    private final SharedBlockingWork blockingWork;
    private final Clock clock;

    EntraTokenVerifier(Function<URI, SigningKeySet> keySetFactory, SharedBlockingWork blockingWork, Clock clock) {
        this.keySets = Caffeine.newBuilder().maximumSize(MAX_KEY_SETS).build(keySetFactory::apply);
        this.blockingWork = blockingWork;
        this.clock = clock;
    }

    /** @param tenant the tenant of the token's issuer claim */
    Future<Identity> verify(Jwt jwt, Tenant tenant) {
        if (tenant.disabled()) {
            return Future.failedFuture(new Refusal(
                    RefusalReason.TENANT_DISABLED, "tenant " + tenant.tenantId() + " is switched off at the site"));
        }
        return keySets.get(tenant.keySetUrl())
                .key(jwt.headerField("kid"))
                .compose(key -> blockingWork.run(() -> identify(jwt, tenant, key)));
    }

    private Identity identify(Jwt jwt, Tenant tenant, RSAPublicKey key) {
        jwt.checkSignature(key);
        if (jwt.audiences().stream().noneMatch(tenant.audiences()::contains)) {
            throw new Refusal(
                    RefusalReason.TOKEN_AUDIENCE,
                    "aud is " + PrintableText.quoted(String.join(" ", jwt.audiences())) + ", tenant "
                            + tenant.tenantId() + " accepts " + tenant.audiences());
        }
        Instant until = jwt.checkTime(clock.instant(), "Entra token of tenant " + tenant.tenantId());
        String subject = first(jwt, "oid", "sub");
        if (subject == null) {
            throw new Refusal(RefusalReason.TOKEN_CLAIMS, "the Entra token has neither oid nor sub");
        }
        boolean user = first(jwt, "upn", "preferred_username", "onprem_sid") != null;
        return new Identity.Entra(tenant.tenantId(), subject, jwt.text("deviceid"), user, until);
    }

    private static @Nullable String first(Jwt jwt, String... claims) {
        for (String claim : claims) {
            String text = jwt.text(claim);
            if (text != null) {
                return text;
            }
        }
        return null;
    }
}
