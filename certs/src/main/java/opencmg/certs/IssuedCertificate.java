package opencmg.certs;

import java.io.IOException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A certificate, its chain and its private key.
 *
 * @param chain the leaf, then intermediates; without the root, unless this is a root itself
 * @param key the private key of the leaf
 */
public record IssuedCertificate(List<X509Certificate> chain, PrivateKey key) {

    public IssuedCertificate {
        chain = List.copyOf(chain);
    }

    /** The leaf. */
    public X509Certificate certificate() {
        return chain.get(0);
    }

    /** Only the leaf, as some clients send it. */
    public IssuedCertificate withoutIntermediates() {
        return new IssuedCertificate(List.of(certificate()), key);
    }

    /**
     * Writes {@code <name>.pem} (the chain) and {@code <name>.key} (PKCS#8, readable by the owner only). Creates the folder and
     * replaces existing files atomically.
     */
    public Credential write(Path folder, String name) throws IOException {
        Credential files = Credential.at(folder.resolve(name));
        files.write(this);
        return files;
    }

    /** Only the subject: a key is never printed. */
    @Override
    public String toString() {
        return "IssuedCertificate[" + certificate().getSubjectX500Principal().getName() + "]";
    }
}
