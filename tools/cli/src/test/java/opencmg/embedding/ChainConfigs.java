package opencmg.embedding;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import opencmg.certs.CaEnvironment;
import opencmg.certs.Credential;
import opencmg.certs.LabAuthority;
import opencmg.certs.LabClient;
import opencmg.certs.LabPki;
import opencmg.certs.LabPlan;
import opencmg.client.http.WebTrust;
import opencmg.mockmp.settings.MockSiteSettings;
import opencmg.settings.Address;
import opencmg.settings.FreePort;

/** Configurations of a mock site, gateways and a connection point on free ports, with certificates of their own. */
final class ChainConfigs {

    /** A role of the mock site as clients address it, under mutual authentication. */
    static final String ROLE = "/CCM_Proxy_MutualAuth/" + MockSiteSettings.DEFAULT_MP_ROLE;

    private final Path directory;
    private final LabPki pki;

    ChainConfigs(Path directory) throws IOException {
        this.directory = directory;
        LabPlan plan = LabPlan.forService("cmg.example").withNames(List.of("localhost", "127.0.0.1"));
        this.pki = LabPki.make(directory.resolve("pki"), plan, CaEnvironment.forTests());
    }

    static Address freeAddress() throws IOException {
        return new Address("127.0.0.1", FreePort.on("127.0.0.1"));
    }

    /** What a client of the chain trusts and presents. */
    WebTrust client() {
        return WebTrust.of(pki.certificateOf(LabAuthority.ROOT)).withCertificate(pki.client(LabClient.PKI));
    }

    JsonObject mockMp(Address siteServer) throws IOException {
        return new JsonObject()
                .put("siteCode", "LAB")
                .put("dataDir", directory.resolve("site").toString())
                .put("mode", "ehttp")
                .put("managementPoint", listen(freeAddress()).put("fqdn", "mp1.corp.example"))
                .put("updatePoint", listen(freeAddress()))
                .put("siteServer", listen(siteServer).put("secretFile", secretFile()))
                .put(
                        "clients",
                        new JsonObject()
                                .put("rootFiles", JsonArray.of(file(LabAuthority.ROOT)))
                                .put("intermediateFiles", JsonArray.of(file(LabAuthority.ISSUING))));
    }

    JsonObject gateway(Address edge, Address tunnel, Address admin) {
        return new JsonObject()
                .put("edge", with(pki.edge(), listen(edge)))
                .put("tunnel", with(pki.tunnel(), listen(tunnel)).put("trustFile", file(LabAuthority.TUNNEL)))
                .put("admin", listen(admin));
    }

    JsonObject connectionPoint(Address siteServer, Address admin, Address... gateways) {
        JsonArray dialled = new JsonArray();
        for (Address gateway : gateways) {
            dialled.add(gateway.toString());
        }
        return with(pki.connectionPoint(), new JsonObject())
                .put("id", pki.plan().connectionPoint().toString())
                .put("trustFile", file(LabAuthority.TUNNEL))
                .put("gateways", dialled)
                .put("site", new JsonObject().put("url", "http://" + siteServer).put("secretFile", secretFile()))
                .put(
                        "upstream",
                        new JsonObject()
                                .put(
                                        "trustFile",
                                        directory
                                                .resolve("site/sms-issuing.pem")
                                                .toString()))
                .put("admin", listen(admin));
    }

    private String secretFile() {
        return directory.resolve("site.secret").toString();
    }

    private String file(LabAuthority authority) {
        return pki.certificateOf(authority).toString();
    }

    private static JsonObject listen(Address address) {
        return new JsonObject().put("listen", address.toString());
    }

    private static JsonObject with(Credential credential, JsonObject block) {
        return block.put("certificateFile", credential.certFile().toString())
                .put("keyFile", credential.keyFile().toString());
    }
}
