package opencmg.gateway.identity;

import io.vertx.core.Future;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import opencmg.gateway.identity.VerdictCache.Basis;
import opencmg.gateway.identity.VerdictCache.Dated;
import opencmg.gateway.refusal.PrintableText;
import opencmg.gateway.refusal.Refusal;
import opencmg.gateway.refusal.RefusalReason;
import opencmg.gateway.revocation.SharedBlockingWork;
import opencmg.gateway.site.PublishedSite;
import opencmg.settings.site.Tenant;
import org.jspecify.annotations.Nullable;

/** Bearer tokens: Entra's first, then the site's. The issuer that a token names says who has to prove it; nothing else is believed before. */
final class BearerVerifier {

    private final VerdictCache<Identity> verdicts;
    private final EntraTokenVerifier entra;
    private final SiteTokenVerifier siteTokens;
    private final SharedBlockingWork offLoop;

    BearerVerifier(EntraTokenVerifier entra, SiteTokenVerifier siteTokens, SharedBlockingWork offLoop, Clock clock) {
        this.verdicts = new VerdictCache<>(offLoop, clock, Verifiers.VERDICTS);
        this.entra = entra;
        this.siteTokens = siteTokens;
        this.offLoop = offLoop;
    }

    /** @param token as it stands behind Bearer */
    Future<Identity> verify(String token, PublishedSite site) {
        if (token.length() > Jwt.MOST_CHARACTERS) {
            // Before it is hashed: size must not cost more than looking at it.
            return Future.failedFuture(new Refusal(
                    RefusalReason.TOKEN_TOO_LARGE,
                    "the token has " + token.length() + " characters, " + Jwt.MOST_CHARACTERS + " are allowed"));
        }
        return verdicts.of(
                Identity.class, site.code(), Fingerprint.of(token), new Basis(site.generation(), 0), () -> offLoop.run(
                                () -> Jwt.parse(token))
                        .compose(jwt -> identify(jwt, site))
                        .map(identity -> new Dated<>(identity, identity.until().plus(Jwt.SKEW))));
    }

    private Future<Identity> identify(Jwt jwt, PublishedSite site) {
        String issuer = jwt.text("iss");
        Tenant tenant = issuer == null ? null : site.tenantOfIssuer(issuer);
        if (tenant != null) {
            return entra.verify(jwt, tenant).recover(failure -> saidBy(AuthMethod.ENTRA, failure));
        }
        if (site.configuration().tokens().issuer().equals(issuer)) {
            return offLoop.<Identity>run(() -> siteTokens.verify(jwt, site))
                    .recover(failure -> saidBy(AuthMethod.TOKEN, failure));
        }
        return Future.failedFuture(unknownIssuer(issuer, site));
    }

    private static Future<Identity> saidBy(AuthMethod way, Throwable failure) {
        return Future.failedFuture(Refusal.of(failure).saidBy(way.text()));
    }

    private static Refusal unknownIssuer(@Nullable String issuer, PublishedSite site) {
        List<String> accepted = new ArrayList<>();
        site.configuration().tenants().forEach(tenant -> accepted.addAll(tenant.issuers()));
        accepted.add(site.configuration().tokens().issuer());
        return new Refusal(
                RefusalReason.TOKEN_ISSUER, "iss is " + PrintableText.quoted(issuer) + ", accepted are " + accepted);
    }
}
