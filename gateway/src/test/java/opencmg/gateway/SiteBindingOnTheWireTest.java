package opencmg.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import opencmg.certs.CertificateRequest;
import opencmg.settings.site.SiteConfiguration;
import opencmg.settings.site.SiteDocument;
import opencmg.settings.site.TokenTrust;
import opencmg.tunnel.Hello;
import opencmg.tunnel.logwatch.LogWatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A connection point with a certificate of the right authority, for another site or for none. */
class SiteBindingOnTheWireTest {

    private static final String TUNNEL = "tunnel: { listen: \"127.0.0.1:0\", certificateFile: tunnel.pem, "
            + "keyFile: tunnel.key, trustFile: tunnel-ca.pem, siteCode: LAB }";

    @TempDir
    Path directory;

    private final UUID id = UUID.randomUUID();

    private static FakeConnectionPoint rogue(World world, Hello hello, CertificateRequest certificate)
            throws IOException {
        return world.dialAs(hello, certificate, request -> World.text(200, "from the rogue"));
    }

    private Hello hello(String site) {
        return new Hello(id, site, "test", 1, 1000);
    }

    /** Issued before certificates named the site. */
    private CertificateRequest certificateWithoutSite() {
        return CertificateRequest.client("connection point").withNames("urn:uuid:" + id);
    }

    /** LAB's configuration without the keys of LAB: its clients would get 401 under it. */
    private static byte[] hijacked(World world) {
        SiteConfiguration usual = world.configuration();
        return SiteDocument.toJson(new SiteConfiguration(
                1_000_000,
                usual.siteCode(),
                usual.hierarchyId(),
                usual.roles(),
                new TokenTrust(usual.tokens().issuer(), usual.tokens().audience(), List.of(), List.of()),
                usual.clients(),
                usual.tenants()));
    }

    private static int clientStatus(World world) throws IOException {
        return world.ask("GET", "/SMS_MP/.sms_aut?MPLIST").status();
    }

    @Test
    void keepsTheConfigurationOfASiteThatAConnectionPointOfAnotherSiteAnnounces() throws Exception {
        try (World world = new World(directory);
                LogWatch log = LogWatch.of(Class.forName("opencmg.tunnel.link.GatewayConnection"))) {
            world.connect(request -> World.text(200, "inside"));
            assertThat(clientStatus(world)).isEqualTo(200);

            FakeConnectionPoint rogue = rogue(world, hello("LAB"), CertificateRequest.connectionPoint(id, "XYZ"));
            rogue.publish(1_000_000, hijacked(world));
            world.await(() -> !rogue.lastProblem.isEmpty() || rogue.isConfigured());

            assertThat(clientStatus(world)).isEqualTo(200);
            assertThat(rogue.isConfigured()).isFalse();
            assertThat(rogue.lastProblem)
                    .contains("certificate is for site XYZ", "announces site LAB")
                    .contains("opencmg certs issue --kind connection-point --name " + id + " --site-code LAB");
            assertThat(log.lines().get(0)).contains("Refused a connection point", "certificate is for site XYZ");
            rogue.close();
            assertThat(clientStatus(world)).isEqualTo(200);
        }
    }

    @Test
    void keepsTheConfigurationOfASiteWhoseDocumentAnotherSiteSends() throws Exception {
        try (World world = new World(directory)) {
            world.connect(request -> World.text(200, "inside"));
            FakeConnectionPoint rogue = rogue(world, hello("XYZ"), CertificateRequest.connectionPoint(id, "XYZ"));
            rogue.publish(1_000_000, hijacked(world));
            rogue.awaitConfigured();

            assertThat(rogue.lastProblem)
                    .isEqualTo("a connection point of site XYZ brought the configuration of site LAB");
            for (int i = 0; i < 8; i++) {
                assertThat(world.ask("GET", "/SMS_MP/.sms_aut?MPLIST").text()).isEqualTo("inside");
            }
        }
    }

    @Test
    void refusesACertificateWithoutASiteAndSaysWhatToDo() throws Exception {
        try (World world = new World(directory)) {
            FakeConnectionPoint old = rogue(world, hello("LAB"), certificateWithoutSite());
            world.await(() -> !old.lastProblem.isEmpty());

            assertThat(old.lastProblem).contains("names no site", "--site-code LAB", "tunnel.siteCode: LAB");
        }
    }

    @Test
    void takesACertificateWithoutASiteForTheOneSiteThatTheSettingsAllow() throws Exception {
        try (World world = new World(directory, TUNNEL)) {
            FakeConnectionPoint old = rogue(world, hello("LAB"), certificateWithoutSite());
            old.publish(1, SiteDocument.toJson(world.configuration()));
            old.awaitConfigured();
            assertThat(clientStatus(world)).isEqualTo(200);

            FakeConnectionPoint other = rogue(world, hello("XYZ"), certificateWithoutSite());
            world.await(() -> !other.lastProblem.isEmpty());
            assertThat(other.lastProblem).contains("tunnel.siteCode: XYZ", "it allows LAB now");
        }
    }
}
