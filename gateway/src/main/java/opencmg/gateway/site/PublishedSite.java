package opencmg.gateway.site;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import opencmg.settings.site.BlockedToken;
import opencmg.settings.site.Endpoint;
import opencmg.settings.site.EndpointPath;
import opencmg.settings.site.Role;
import opencmg.settings.site.SiteConfiguration;
import opencmg.settings.site.Tenant;
import org.jspecify.annotations.Nullable;

/**
 * One version of one site's configuration, prepared for use: certificates are parsed, lists that are searched per request are maps.
 *
 * @param generation unique per prepared configuration; a verdict that was reached under it is valid as long as the number is current
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

    /** The tenant that accepts this {@code iss}, also when it is disabled; null when there is none. */
    public @Nullable Tenant tenantOfIssuer(String issuer) {
        for (Tenant tenant : configuration.tenants()) {
            if (tenant.issuers().contains(issuer)) {
                return tenant;
            }
        }
        return null;
    }

    /** The tenant with this id, case-insensitive, also when it is disabled; null when there is none. */
    public @Nullable Tenant tenant(String id) {
        for (Tenant tenant : configuration.tenants()) {
            if (tenant.tenantId().equalsIgnoreCase(id)) {
                return tenant;
            }
        }
        return null;
    }

    /** A role and the site that publishes it. */
    public record PublishedRole(PublishedSite site, Role role) {

        public List<Endpoint> endpoints() {
            return role.endpoints();
        }

        /**
         * The endpoint of a path.
         *
         * @param path decoded, without query, free of dot segments
         * @return null when none is published
         */
        public @Nullable Endpoint endpoint(String path) {
            int index = EndpointPath.indexOf(role.endpoints(), path);
            return index < 0 ? null : role.endpoints().get(index);
        }
    }
}
