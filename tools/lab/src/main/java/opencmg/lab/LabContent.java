package opencmg.lab;

import io.vertx.core.json.JsonObject;
import opencmg.certs.Credential;
import opencmg.certs.LabAuthority;
import opencmg.certs.LabClient;
import opencmg.certs.LabPki;
import opencmg.client.descriptor.SiteClient;
import opencmg.settings.Address;

/** The part of {@code lab.json} that describes the site, the clients and their credentials. */
final class LabContent {

    private final LabOptions options;
    private final LabPki pki;
    private final SiteClient site;

    LabContent(LabOptions options, LabPki pki, SiteClient site) {
        this.options = options;
        this.pki = pki;
        this.site = site;
    }

    JsonObject describe(Address edge, String publicName, JsonObject tokens) {
        JsonObject configuration = site.configuration();
        String mpRole = role(configuration, "MP").getString("id");
        return new JsonObject()
                .put("edge", "https://" + edge)
                .put("mpRoleId", mpRole)
                .put("supRoleId", role(configuration, "SUP").getString("id"))
                .put("siteCode", configuration.getString("siteCode"))
                .put("mpFqdn", role(configuration, "MP").getString("fqdn"))
                .put("mutualAuthPath", publicName + "/CCM_Proxy_MutualAuth/" + mpRole)
                .put("serviceName", options.serviceName())
                .put("caFile", pki.certificateOf(LabAuthority.ROOT).toString())
                .put("clients", clients())
                .put("tokens", tokens)
                .put("logDir", options.directory().resolve("logs").toString())
                .put(
                        "siteSecretFile",
                        options.directory().resolve("site.secret").toString());
    }

    private JsonObject clients() {
        JsonObject clients = new JsonObject();
        for (LabClient client : LabClient.values()) {
            Credential files = pki.client(client);
            clients.put(
                    client.fileName(),
                    new JsonObject()
                            .put("certFile", files.certFile().toString())
                            .put("keyFile", files.keyFile().toString()));
        }
        return clients;
    }

    private static JsonObject role(JsonObject configuration, String type) {
        return configuration.getJsonArray("roles").stream()
                .map(JsonObject.class::cast)
                .filter(role -> type.equals(role.getString("type")))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the site publishes no " + type));
    }
}
