package opencmg.certs;

import java.io.IOException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A certificate with its key.
 *
 * @param chain the leaf first, then intermediates; no root, unless it is a root itself
 * @param key of the leaf
 */
public record IssuedCertificate(List<X509Certificate> chain, PrivateKey key) {

    public IssuedCertificate {
        chain = List.copyOf(chain);
    }

    /** The leaf. */
    public X509Certificate certificate() {
        return chain.get(0);
    }

    /** The leaf alone, as some clients send it. */
    public IssuedCertificate withoutIntermediates() {
        return new IssuedCertificate(List.of(certificate()), key);
    }

    /**
     * Writes {@code <name>.pem} (the chain) and {@code <name>.key} (PKCS#8, readable by the owner alone), whole or not at all, over
     * what is there; makes the folder when it is missing.
     */
    public Credential write(Path folder, String name) throws IOException {
        Credential files = Credential.at(folder.resolve(name));
        files.write(this);
        return files;
    }

    /** The subject alone: a key is never printed. */
    @Override
    public String toString() {
        return "Issued[" + certificate().getSubjectX500Principal().getName() + "]";
    }
}
