package opencmg.certs;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;

/**
 * A key and its chain in one file with a password (.pfx, .p12), as Windows imports it. Uses the defaults of the JDK: AES-256 and
 * HMAC-SHA-256, which Windows supports since Server 2019 and Windows 10 1709.
 */
public final class Pkcs12 {

    private Pkcs12() {}

    /** A key store with one entry, {@code credential}. */
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

    /** Replaces the file atomically; only the owner can read it. */
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
