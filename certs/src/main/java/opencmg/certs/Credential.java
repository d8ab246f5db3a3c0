package opencmg.certs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A certificate and its key as files.
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

    /** Writes both over what is there, each whole or not at all; the key readable by the owner alone. */
    public void write(IssuedCertificate issued) throws IOException {
        Files.createDirectories(keyFile.toAbsolutePath().getParent());
        Files.createDirectories(certFile.toAbsolutePath().getParent());
        Pem.writeKey(keyFile, issued.key());
        Pem.writeCertificates(certFile, issued.chain());
    }

    /** Reads both. */
    public IssuedCertificate read() throws IOException {
        return new IssuedCertificate(Pem.readCertificates(certFile), Pem.readKey(keyFile));
    }
}
