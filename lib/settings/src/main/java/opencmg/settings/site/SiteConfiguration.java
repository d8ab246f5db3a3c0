package opencmg.settings.site;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import opencmg.settings.Require;

/**
 * One version of what a site tells its gateways. A higher {@code version} replaces a lower one as a whole.
 *
 * @param version rises with every change; 1 or more
 * @param siteCode three characters, for example {@code LAB}
 * @param hierarchyId the tenant of site tokens (protocol.md 5.1)
 * @param roles the published management points and software update points
 * @param tokens which site tokens are valid
 * @param clients which PKI client certificates are valid
 * @param tenants the onboarded Entra tenants
 */
public record SiteConfiguration(
        long version,
        String siteCode,
        UUID hierarchyId,
        List<Role> roles,
        TokenTrust tokens,
        ClientTrust clients,
        List<Tenant> tenants) {

    public SiteConfiguration {
        if (version < 1) {
            throw new IllegalArgumentException("version must be 1 or more, for example 1");
        }
        Require.matches(siteCode, "[A-Za-z0-9]{3}", "siteCode", "LAB");
        hierarchyId = Require.present(hierarchyId, "hierarchyId", "cdcc5e91-0adf-4a24-82d0-196667f1c081");
        roles = List.copyOf(Require.present(roles, "roles", "[{id: \"72057594037927939\", type: MP, ...}]"));
        tokens = Require.present(tokens, "tokens", "{issuer: ..., audience: ..., signingCertificates: [...]}");
        clients = clients == null ? ClientTrust.NONE : clients;
        tenants = tenants == null ? List.of() : List.copyOf(tenants);
        if (roles.stream().map(Role::id).distinct().count() != roles.size()) {
            throw new IllegalArgumentException("roles name one id twice; every role needs an id of its own");
        }
    }

    public Optional<Role> role(String id) {
        return roles.stream().filter(role -> role.id().equals(id)).findFirst();
    }

    /** The same configuration without the addresses inside: what leaves the intranet. */
    public SiteConfiguration published() {
        return new SiteConfiguration(
                version,
                siteCode,
                hierarchyId,
                roles.stream().map(Role::published).toList(),
                tokens,
                clients,
                tenants);
    }
}
