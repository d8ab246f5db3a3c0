package opencmg.certs;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A certificate and its key as files.
 *
 * @param certFile PEM: the leaf, then intermediates
 * @param keyFile PEM: PKCS#8 without a password
 */
public record Credential(Path certFile, Path keyFile) {

    /** Reads both. */
    public Issued read() throws IOException {
        return new Issued(Pem.readCertificates(certFile), Pem.readKey(keyFile));
    }
}
