package opencmg.bench.side;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.interfaces.RSAPublicKey;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import opencmg.certs.CaEnvironment;
import opencmg.connectionpoint.ConnectionPointSettings;
import opencmg.gateway.GatewaySettings;
import opencmg.launch.JavaProgram;
import opencmg.settings.SettingsFile;
import opencmg.settings.site.SiteConfiguration;
import opencmg.settings.site.SiteDocument;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConfigurationsTest {

    private static final Backend BACKEND = new Backend(8080);

    private static final OpenCmgJvms JVMS = new OpenCmgJvms(JavaProgram.running(), "256m", false, null);

    private BenchWorkspace workspace;

    @BeforeEach
    void open() throws IOException {
        workspace = BenchWorkspace.open(CaEnvironment.forTests());
    }

    @AfterEach
    void leavesNothingBehind() {
        workspace.close();
        assertThat(workspace.folder()).doesNotExist();
    }

    @Test
    void ourPartsReadWhatIsWrittenForThem() throws IOException {
        Side side = Peer.OPENCMG.in(workspace, BACKEND, JVMS);
        GatewaySettings gateway = SettingsFile.read(workspace.file("gateway.yaml"), GatewaySettings.class);
        ConnectionPointSettings point = ConnectionPointSettings.read(workspace.file("connection-point.yaml"));
        SiteConfiguration site = SiteDocument.fromYaml(workspace.file("site.yaml"));

        assertThat(gateway.edge().listen().port()).isEqualTo(side.open().port());
        assertThat(point.gateways()).containsExactly(gateway.tunnel().listen());
        assertThat(site.role(BenchSite.ROLE).orElseThrow().internalUrl()).hasPort(8080);
        assertThat(side.open().target(Backend.SMALL))
                .isEqualTo("/CCM_Proxy_ServerAuth/" + BenchSite.ROLE + "/CCM_Client/lab/1k");
        assertThat(side.mutual().certificate()).isNotNull();
    }

    @Test
    void anotherBuildGetsTheSameTokenAndSettingsOfItsOwn() throws IOException {
        Side ours = Peer.OPENCMG.in(workspace, BACKEND, JVMS);
        Side other = Peer.OTHER.in(workspace, BACKEND, JVMS);

        assertThat(other.peer()).isEqualTo(Peer.OTHER);
        assertThat(other.open().authorization()).isEqualTo(ours.open().authorization());
        assertThat(other.open().port()).isNotEqualTo(ours.open().port());
        assertThat(SettingsFile.read(workspace.file("other-gateway.yaml"), GatewaySettings.class)
                        .edge()
                        .listen()
                        .port())
                .isEqualTo(other.open().port());
        assertThat(SettingsFile.read(workspace.file("gateway.yaml"), GatewaySettings.class)
                        .edge()
                        .listen()
                        .port())
                .isEqualTo(ours.open().port());
    }

    @Test
    void theTokenIsSignedByTheSite() throws Exception {
        BenchSite site = BenchSite.before(BACKEND, workspace.pki());
        String pem = site.configuration().tokens().signingCertificates().get(0);
        RSAPublicKey key = (RSAPublicKey) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))
                .getPublicKey();
        SignedJWT token = SignedJWT.parse(site.accessToken());
        assertThat(token.verify(new RSASSAVerifier(key))).isTrue();
        assertThat(token.getJWTClaimsSet().getIssuer())
                .isEqualTo(site.configuration().tokens().issuer());
    }

    @Test
    void peersHaveTheSameCipherAndNoHoleIsLeftOpen() throws IOException {
        Objects.requireNonNull(Peer.HAPROXY.in(workspace, BACKEND, JVMS));
        Objects.requireNonNull(Peer.NGINX.in(workspace, BACKEND, JVMS));
        try (Stream<Path> files = Files.list(workspace.folder())) {
            assertThat(files.filter(file -> file.toString().matches(".*\\.(cfg|conf)")))
                    .hasSize(4)
                    .allSatisfy(file -> assertThat(Files.readString(file))
                            .contains(BenchWorkspace.CIPHER)
                            .contains("TLSv1.2")
                            .doesNotContainPattern(Pattern.compile("@[A-Z_]+@")));
        }
    }

    @Test
    void aHoleThatNothingFillsIsAFault() {
        assertThatThrownBy(() -> workspace.template().fill("listen @NOWHERE@;")).hasMessageContaining("@NOWHERE@");
    }
}
