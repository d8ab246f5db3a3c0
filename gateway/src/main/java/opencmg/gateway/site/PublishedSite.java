package opencmg.gateway.site;

import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import opencmg.settings.site.BlockedToken;
import opencmg.settings.site.SiteConfiguration;
import opencmg.settings.site.Tenant;
import org.jspecify.annotations.Nullable;

/**
 * One version of one site, compiled: certificates are parsed, lists that are searched per request are maps.
 *
 * @param generation no two compiled sites share one, so a verdict that was reached under it holds as long as the number does
 */
public record PublishedSite(
        SiteConfiguration configuration,
        long generation,
        TokenSigners tokenSigners,
        Map<UUID, BlockedToken> blockedTokens,
        ClientAuthorities clientAuthorities) {

    /** @throws IllegalArgumentException naming the certificate that cannot be used */
    static PublishedSite compile(SiteConfiguration configuration, long generation) {
        return new PublishedSite(
                configuration,
                generation,
                TokenSigners.of(configuration.tokens().signingCertificates()),
                configuration.tokens().blocked().stream()
                        .collect(Collectors.toUnmodifiableMap(
                                BlockedToken::id, token -> token, (first, again) -> first)),
                ClientAuthorities.of(configuration.clients()));
    }

    public String code() {
        return configuration.siteCode();
    }

    /** The tenant whose tokens carry this {@code iss}; switched off ones too. */
    public @Nullable Tenant tenantOfIssuer(String issuer) {
        for (Tenant tenant : configuration.tenants()) {
            if (tenant.issuers().contains(issuer)) {
                return tenant;
            }
        }
        return null;
    }

    /** The tenant of that id, without regard to case; switched off ones too. */
    public @Nullable Tenant tenant(String id) {
        for (Tenant tenant : configuration.tenants()) {
            if (tenant.tenantId().equalsIgnoreCase(id)) {
                return tenant;
            }
        }
        return null;
    }
}
