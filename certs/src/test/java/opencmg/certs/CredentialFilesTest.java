package opencmg.certs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CredentialFilesTest {

    private static CertificateAuthority issuing;

    @TempDir
    private Path folder = Path.of("");

    @BeforeAll
    static void createAuthorities() {
        issuing =
                CertificateAuthority.root("Test Root", CaEnvironment.forTests()).subordinate("Test Issuing CA");
    }

    @ParameterizedTest
    @EnumSource(names = {"RSA_2048", "EC_P256"})
    void areReadableByTheJdk(KeyKind kind) throws Exception {
        IssuedCertificate client =
                issuing.issue(CertificateRequest.client("PC01").withKey(kind));
        Credential files = client.write(folder, "pc01");

        try (InputStream in = Files.newInputStream(files.certFile())) {
            assertThat(CertificateFactory.getInstance("X.509").generateCertificates(in))
                    .isEqualTo(client.chain());
        }
        byte[] der =
                Base64.getMimeDecoder().decode(Files.readString(files.keyFile()).replaceAll("-----[A-Z ]+-----", ""));
        PrivateKey read =
                KeyFactory.getInstance(client.key().getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(der));
        assertThat(read).isEqualTo(client.key());
        assertThat(files.read()).isEqualTo(client);
    }

    @Test
    void makeKeysReadableByTheOwnerOnly() throws Exception {
        assumeThat(FileSystems.getDefault().supportedFileAttributeViews()).contains("posix");
        IssuedCertificate client = issuing.issue(CertificateRequest.client("PC01"));
        Credential files = client.write(folder, "pc01");
        Path store = folder.resolve("pc01.p12");
        Pkcs12.write(store, client, "secret".toCharArray());

        assertThat(mode(files.keyFile())).isEqualTo("rw-------");
        assertThat(mode(store)).isEqualTo("rw-------");
        assertThat(mode(files.certFile())).startsWith("rw-r");
    }

    @Test
    void replaceAWorldReadableKeyFileByAPrivateOne() throws Exception {
        assumeThat(FileSystems.getDefault().supportedFileAttributeViews()).contains("posix");
        Path loose = Files.createFile(
                folder.resolve("pc01.key"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-rw-rw-")));
        Credential files = issuing.issue(CertificateRequest.client("PC01")).write(folder, "pc01");

        assertThat(files.keyFile()).isEqualTo(loose);
        assertThat(mode(loose)).isEqualTo("rw-------");
    }

    @Test
    void leaveNoTemporaryFiles() throws Exception {
        Credential files = issuing.issue(CertificateRequest.client("PC01")).write(folder.resolve("new"), "pc01");

        try (var entries = Files.list(folder.resolve("new"))) {
            assertThat(entries).containsExactlyInAnyOrder(files.certFile(), files.keyFile());
        }
    }

    @Test
    void openAsPkcs12OnlyWithThePassword() throws Exception {
        IssuedCertificate client = issuing.issue(CertificateRequest.client("PC01"));
        Path file = folder.resolve("pc01.p12");
        Pkcs12.write(file, client, "secret".toCharArray());
        byte[] bytes = Files.readAllBytes(file);

        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(new ByteArrayInputStream(bytes), "secret".toCharArray());
        assertThat(store.getKey("credential", "secret".toCharArray())).isEqualTo(client.key());
        assertThat(store.getCertificateChain("credential"))
                .isEqualTo(client.chain().toArray());
        assertThatThrownBy(() ->
                        KeyStore.getInstance("PKCS12").load(new ByteArrayInputStream(bytes), "other".toCharArray()))
                .isInstanceOf(IOException.class);
    }

    @Test
    void reportContentThatIsNoCertificateOrKey() throws Exception {
        Path text = Files.writeString(folder.resolve("notes.txt"), "nothing here\n");
        Path broken = Files.writeString(
                folder.resolve("broken.key"), "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");

        assertThatThrownBy(() -> Pem.readCertificates(text))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("notes.txt");
        assertThatThrownBy(() -> Pem.readKey(text)).hasMessageContaining("holds no block \"BEGIN PRIVATE KEY\"");
        assertThatThrownBy(() -> Pem.readKey(broken)).hasMessageContaining("holds no RSA or EC key");
    }

    @Test
    void doNotPrintTheKey() {
        assertThat(issuing.issue(CertificateRequest.client("PC01"))).hasToString("IssuedCertificate[CN=PC01]");
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
