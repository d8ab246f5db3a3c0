package opencmg.lab;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Supplier;
import opencmg.certs.CaEnvironment;
import opencmg.certs.CertificateRequest;
import opencmg.certs.IssuedCertificate;
import opencmg.certs.SelfSigned;
import opencmg.client.descriptor.SiteClient;
import opencmg.mockmp.clientid.SmsId;
import opencmg.mockmp.keys.SiteIdentity;
import opencmg.mockmp.keys.SiteKeys;
import opencmg.mockmp.tokens.AccessType;
import opencmg.mockmp.tokens.BulkLifetime;
import opencmg.mockmp.tokens.TokenIssuer;

/** Valid and invalid tokens for {@code lab.json}. The site issues those that it has to know; the others are signed here. */
final class LabTokens {

    private static final Duration EXPIRED_FOR = Duration.ofDays(2);

    private final SiteClient site;
    private final SiteKeys keys;

    LabTokens(SiteClient site, Path siteDirectory) {
        this.site = site;
        this.keys = SiteKeys.open(siteDirectory, Clock.systemUTC());
    }

    /** Token by name, as in {@code lab.json}. */
    JsonObject create() {
        Clock clock = Clock.systemUTC();
        return new JsonObject()
                .put("bulk", site.newToken(BulkLifetime.DEFAULT_MINUTES).getString("token"))
                .put("access", access(keys::tokenSigning, clock))
                .put("expired", access(keys::tokenSigning, Clock.offset(clock, EXPIRED_FOR.negated())))
                .put("blocked", blocked())
                .put("foreign", access(foreignKey(), clock));
    }

    private String access(Supplier<SiteIdentity> signingKey, Clock clock) {
        return new TokenIssuer(signingKey, keys.hierarchyId(), clock)
                .access(AccessType.DEVICE, new SmsId(UUID.randomUUID()))
                .token();
    }

    private String blocked() {
        JsonObject token = site.newToken(BulkLifetime.DEFAULT_MINUTES);
        site.block(token.getString("id"), "opencmg lab");
        return token.getString("token");
    }

    private static Supplier<SiteIdentity> foreignKey() {
        IssuedCertificate own =
                SelfSigned.make(CertificateRequest.client("Foreign Token Signing"), CaEnvironment.real());
        SiteIdentity identity = new SiteIdentity(own.certificate(), own.key());
        return () -> identity;
    }
}
