package opencmg.settings.site;

import java.net.URI;
import java.util.List;
import opencmg.settings.Require;

/**
 * An onboarded Entra tenant (protocol.md 5.4). Any OpenID Connect issuer serves.
 *
 * @param tenantId as clients name it in {@code AADAuthInfo?TenantID=}
 * @param issuers accepted {@code iss}, v1 and v2
 * @param audiences accepted {@code aud}
 * @param keySetUrl where the issuer's JSON Web Key Set is, or its discovery document (.well-known/openid-configuration)
 * @param disabled Entra authentication can be switched off per tenant
 * @param clientAppId what AADAuthInfo answers as AADCLIENTAPPID
 * @param resourceUri what AADAuthInfo answers as AADRESOURCEURI
 */
public record Tenant(
        String tenantId,
        List<String> issuers,
        List<String> audiences,
        URI keySetUrl,
        boolean disabled,
        String clientAppId,
        String resourceUri) {

    public Tenant {
        tenantId = Require.present(tenantId, "tenantId", "f2c1a9f0-1111-4c5b-82f3-bf673e5bd0a2");
        issuers = List.copyOf(Require.present(issuers, "issuers", "[\"https://sts.windows.net/<tenant id>/\"]"));
        audiences = List.copyOf(Require.present(audiences, "audiences", "[\"https://ConfigMgrService\"]"));
        keySetUrl =
                Require.present(keySetUrl, "keySetUrl", "https://login.microsoftonline.com/<tenant id>/discovery/keys");
        clientAppId = clientAppId == null ? "" : clientAppId;
        resourceUri = resourceUri == null ? audiences.isEmpty() ? "" : audiences.get(0) : resourceUri;
    }
}
