package opencmg.certs;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;

/**
 * Key and chain in one file with a password (.pfx, .p12), as Windows takes it. The Java runtime's defaults apply: AES-256 and
 * HMAC-SHA-256, which Windows reads from Server 2019 and Windows 10 1709 on.
 */
public final class Pkcs12 {

    private Pkcs12() {}

    /** One entry, {@code credential}. */
    public static KeyStore keyStore(IssuedCertificate issued, char[] password) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, password);
            store.setKeyEntry(
                    "credential", issued.key(), password, issued.chain().toArray(new Certificate[0]));
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this Java runtime cannot hold a key as PKCS#12", e);
        }
    }

    /** Readable by the owner alone, whole or not at all. */
    public static void write(Path file, IssuedCertificate issued, char[] password) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            keyStore(issued, password).store(bytes, password);
        } catch (GeneralSecurityException e) {
            throw new IOException(file + " cannot be written as PKCS#12", e);
        }
        AtomicFile.writeSecret(file, bytes.toByteArray());
    }
}
