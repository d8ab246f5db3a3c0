package opencmg.gateway.identity;

import io.vertx.core.Future;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import opencmg.gateway.identity.Identity.AuthMethod;
import opencmg.gateway.identity.VerdictCache.Fingerprint;
import opencmg.gateway.identity.VerdictCache.Generations;
import opencmg.gateway.identity.VerdictCache.Verified;
import opencmg.gateway.refusal.PrintableText;
import opencmg.gateway.refusal.Refusal;
import opencmg.gateway.refusal.RefusalReason;
import opencmg.gateway.revocation.SharedBlockingWork;
import opencmg.gateway.site.PublishedSite;
import opencmg.settings.site.Tenant;
import org.jspecify.annotations.Nullable;

/**
 * Verifies bearer tokens: Entra tokens first, then site tokens. The issuer claim selects the verifier; no other claim is used before the signature
 * is checked.
 */
final class BearerVerifier {

    private final VerdictCache<Identity> verdicts;
    private final EntraTokenVerifier entra;
    private final SiteTokenVerifier siteTokens;
    private final SharedBlockingWork blockingWork;

    BearerVerifier(
            EntraTokenVerifier entra, SiteTokenVerifier siteTokens, SharedBlockingWork blockingWork, Clock clock) {
        this.verdicts = new VerdictCache<>(blockingWork, clock, Verifiers.MAX_VERDICTS);
        this.entra = entra;
        this.siteTokens = siteTokens;
        this.blockingWork = blockingWork;
    }

    /** @param token the text after {@code Bearer} */
    Future<Identity> verify(String token, PublishedSite site) {
        if (token.length() > Jwt.MAX_CHARACTERS) {
            // Checked before the token is hashed: a large token must not cost CPU time.
            return Future.failedFuture(new Refusal(
                    RefusalReason.TOKEN_TOO_LARGE,
                    "the token has " + token.length() + " characters, " + Jwt.MAX_CHARACTERS + " are allowed"));
        }
        return verdicts.get(
                Identity.class,
                site.code(),
                Fingerprint.of(token),
                new Generations(site.generation(), 0),
                () -> blockingWork
                        .run(() -> Jwt.parse(token))
                        .compose(jwt -> identify(jwt, site))
                        .map(identity ->
                                new Verified<>(identity, identity.until().plus(Jwt.SKEW))));
    }

    private Future<Identity> identify(Jwt jwt, PublishedSite site) {
        String issuer = jwt.text("iss");
        Tenant tenant = issuer == null ? null : site.tenantOfIssuer(issuer);
        if (tenant != null) {
            return entra.verify(jwt, tenant).recover(failure -> refusedBy(AuthMethod.ENTRA, failure));
        }
        if (site.configuration().tokens().issuer().equals(issuer)) {
            return blockingWork
                    .<Identity>run(() -> siteTokens.verify(jwt, site))
                    .recover(failure -> refusedBy(AuthMethod.TOKEN, failure));
        }
        return Future.failedFuture(unknownIssuer(issuer, site));
    }

    private static Future<Identity> refusedBy(AuthMethod authMethod, Throwable failure) {
        return Future.failedFuture(Refusal.of(failure).by(authMethod.text()));
    }

    private static Refusal unknownIssuer(@Nullable String issuer, PublishedSite site) {
        List<String> accepted = new ArrayList<>();
        site.configuration().tenants().forEach(tenant -> accepted.addAll(tenant.issuers()));
        accepted.add(site.configuration().tokens().issuer());
        return new Refusal(
                RefusalReason.TOKEN_ISSUER, "iss is " + PrintableText.quoted(issuer) + ", accepted are " + accepted);
    }
}
