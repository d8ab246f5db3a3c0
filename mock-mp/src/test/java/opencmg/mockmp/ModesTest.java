package opencmg.mockmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import opencmg.certs.CaEnvironment;
import opencmg.certs.CertificateAuthority;
import opencmg.certs.CertificateRequest;
import opencmg.certs.Credential;
import opencmg.certs.IssuedCertificate;
import opencmg.certs.Pem;
import opencmg.mockmp.keys.SiteKeys;
import opencmg.mockmp.settings.ManagementPointSettings;
import opencmg.mockmp.settings.MockSiteSettings;
import opencmg.settings.Address;
import opencmg.settings.InvalidSettingsException;
import opencmg.settings.PemFiles;
import opencmg.settings.site.MpMode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModesTest {

    private static final String QUERY = "/SMS_MP/.sms_aut?MPLIST";

    @TempDir
    Path directory;

    @Test
    void httpsWantsATrustedClientCertificateAndSaysSoAsIisDoes() throws Exception {
        CertificateAuthority authority = CertificateAuthority.root("Lab Root", CaEnvironment.forTests());
        CertificateAuthority foreign = CertificateAuthority.root("Foreign Root", CaEnvironment.forTests());
        try (SiteForTests site = SiteForTests.start(https(authority))) {
            URI mp = site.site().managementPointUrl();
            IssuedCertificate trusted = authority.issue(CertificateRequest.client("pc1.corp.example"));

            assertThat(get(mp, authority.certificate(), null)).isEqualTo("403");
            assertThat(get(mp, authority.certificate(), foreign.issue(CertificateRequest.client("pc2"))))
                    .isEqualTo("403");
            assertThat(get(mp, authority.certificate(), trusted)).isEqualTo("200");
            assertThat(get(mp, authority.certificate(), trusted)).isEqualTo("200");
            assertThat(site.get(QUERY).statusCode()).as("plain HTTP: 403.4").isEqualTo(403);
            assertThat(site.get(QUERY).body()).contains("HTTP Error 403.4 - Forbidden");
        }
    }

    @Test
    void ehttpShowsARoleCertificateUnderTheSitesOwnRootAndKeepsItsKeys() throws Exception {
        MockSiteSettings settings = SiteForTests.settings(directory, MpMode.EHTTP);
        try (SiteForTests site = SiteForTests.start(settings)) {
            X509Certificate root =
                    PemFiles.certificates(directory.resolve("sms-issuing.pem")).get(0);
            assertThat(root.getSubjectX500Principal().getName()).isEqualTo("CN=SMS Issuing");
            assertThat(get(site.site().managementPointUrl(), root, null)).isEqualTo("200");
            assertThat(site.mp().getScheme()).isEqualTo("http");
        }
        SiteKeys before = SiteKeys.open(directory, Clock.systemUTC());
        try (SiteForTests again = SiteForTests.start(settings)) {
            assertThat(again.site().keys().tokenSigning().x5t())
                    .isEqualTo(before.tokenSigning().x5t());
            assertThat(again.site().hierarchyId()).isEqualTo(before.hierarchyId());
        }
        assertThat(Files.getPosixFilePermissions(directory.resolve("token-signing-1.key")))
                .hasSize(2);
    }

    @Test
    void renewsTheRoleCertificateBeforeItsEnd() {
        MovingClock clock = new MovingClock();
        SiteKeys keys = SiteKeys.open(directory, clock);
        List<String> names = List.of("mp1.corp.example");
        X509Certificate first = keys.roleCertificate(names).certificate();

        clock.move(Duration.ofDays(300));
        assertThat(keys.roleCertificate(names).certificate()).isEqualTo(first);
        clock.move(Duration.ofDays(40));
        assertThat(keys.roleCertificate(names).certificate()).isNotEqualTo(first);
    }

    @Test
    void putsARenewedRoleCertificateInPlaceWhileItRuns() throws Exception {
        MovingClock clock = new MovingClock();
        clock.move(Duration.ofDays(-350));
        MockSiteSettings settings = SiteForTests.settings(directory, MpMode.EHTTP);
        try (SiteForTests site = SiteForTests.start(settings, clock)) {
            X509Certificate root =
                    PemFiles.certificates(directory.resolve("sms-issuing.pem")).get(0);
            X509Certificate first = shown(site.site().managementPointUrl(), root);
            Await.on(site.site().keepUp());
            assertThat(shown(site.site().managementPointUrl(), root)).isEqualTo(first);

            clock.move(Duration.ofDays(349));
            Await.on(site.site().keepUp());
            X509Certificate second = shown(site.site().managementPointUrl(), root);
            assertThat(second).isNotEqualTo(first);
            assertThat(second.getSubjectX500Principal().getName()).isEqualTo("CN=SMS Role SSL Certificate");
        }
    }

    @Test
    void makesTheRoleCertificateAnewForAnotherName() {
        SiteKeys keys = SiteKeys.open(directory, Clock.systemUTC());
        X509Certificate first =
                keys.roleCertificate(List.of("mp1.corp.example", "::1")).certificate();

        assertThat(keys.roleCertificate(List.of("mp1.corp.example", "::1")).certificate())
                .isEqualTo(first);
        assertThat(keys.roleCertificate(List.of("mp2.corp.example", "::1")).certificate())
                .isNotEqualTo(first);
    }

    @Test
    void saysInOneLineWhatIsWrongAndLeavesNothingOpen() throws Exception {
        Vertx vertx = Vertx.vertx();
        try (ServerSocket taken = new ServerSocket(0)) {
            MockSiteSettings good = SiteForTests.settings(directory, MpMode.HTTP);
            MockSiteSettings onTakenPort = new MockSiteSettings(
                    good.siteCode(),
                    null,
                    directory,
                    MpMode.HTTP,
                    good.managementPoint(),
                    good.updatePoint(),
                    new MockSiteSettings.SiteServer(new Address("127.0.0.1", taken.getLocalPort()), null),
                    null,
                    null,
                    good.clients(),
                    good.tenants(),
                    null,
                    good.mpRoleId(),
                    good.supRoleId(),
                    false,
                    good.messages(),
                    good.scenarios());

            assertThatThrownBy(() -> Await.on(MockSite.start(vertx, onTakenPort)))
                    .isInstanceOf(InvalidSettingsException.class)
                    .hasMessageContaining("siteServer.listen: 127.0.0.1:" + taken.getLocalPort() + " cannot be opened");
            // The database is free again, or this would not start.
            SiteForTests.start(good).close();
        } finally {
            Await.on(vertx.close());
        }
    }

    private MockSiteSettings https(CertificateAuthority authority) throws IOException {
        Credential server = authority
                .issue(CertificateRequest.managementPoint("mp1.corp.example", "127.0.0.1"))
                .write(directory.resolve("pki"), "mp");
        Path roots = directory.resolve("pki/roots.pem");
        Pem.writeCertificates(roots, List.of(authority.certificate()));
        ManagementPointSettings plain = SiteForTests.managementPoint(server.certFile(), server.keyFile(), roots);
        return SiteForTests.settings(
                directory,
                MpMode.HTTPS,
                new ManagementPointSettings(
                        plain.listen(),
                        SiteForTests.ANY,
                        plain.fqdn(),
                        plain.certificateFile(),
                        plain.keyFile(),
                        plain.clientTrustFile(),
                        plain.trustedPeers(),
                        null),
                null);
    }

    /** The certificate of a new connection. */
    private static X509Certificate shown(URI mp, X509Certificate root) throws Exception {
        HttpResponse<String> response = HttpClient.newBuilder()
                .sslContext(context(root, null))
                .build()
                .send(HttpRequest.newBuilder(mp.resolve(QUERY)).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(200);
        return (X509Certificate) response.sslSession().orElseThrow().getPeerCertificates()[0];
    }

    private static String get(URI mp, X509Certificate root, @Nullable IssuedCertificate client) throws Exception {
        HttpClient http =
                HttpClient.newBuilder().sslContext(context(root, client)).build();
        HttpResponse<String> response =
                http.send(HttpRequest.newBuilder(mp.resolve(QUERY)).build(), HttpResponse.BodyHandlers.ofString());
        return String.valueOf(response.statusCode());
    }

    static SSLContext context(X509Certificate root, @Nullable IssuedCertificate client)
            throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("root", root);
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        if (client != null) {
            own.setKeyEntry("own", client.key(), new char[0], client.chain().toArray(Certificate[]::new));
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(own, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }
}
