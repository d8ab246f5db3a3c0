package opencmg.certs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The files of a certificate and its key.
 *
 * @param certFile PEM: the leaf, then intermediates
 * @param keyFile PEM: PKCS#8 without a password
 */
public record Credential(Path certFile, Path keyFile) {

    /** {@code <base>.pem} and {@code <base>.key}. */
    public static Credential at(Path base) {
        return new Credential(
                base.resolveSibling(base.getFileName() + ".pem"), base.resolveSibling(base.getFileName() + ".key"));
    }

    /** Replaces each file atomically; creates folders. Only the owner can read the key. */
    public void write(IssuedCertificate issued) throws IOException {
        Files.createDirectories(keyFile.toAbsolutePath().getParent());
        Files.createDirectories(certFile.toAbsolutePath().getParent());
        Pem.writeKey(keyFile, issued.key());
        Pem.writeCertificates(certFile, issued.chain());
    }

    /** Reads both files. */
    public IssuedCertificate read() throws IOException {
        return new IssuedCertificate(Pem.readCertificates(certFile), Pem.readKey(keyFile));
    }
}
