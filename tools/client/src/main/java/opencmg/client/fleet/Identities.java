package opencmg.client.fleet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import opencmg.certs.CaEnvironment;
import opencmg.certs.Credential;
import opencmg.certs.IssuedCertificate;
import opencmg.certs.KeyKind;
import opencmg.certs.KeySource;
import opencmg.certs.Pem;
import opencmg.certs.SelfSigned;

/**
 * The pool of certificates: one self-made certificate for each device, made once and kept. An RSA key costs about a tenth of a second, so devices share
 * {@value #KEYS} keys; site and gateway tell clients apart by certificate, and every device has its own of those.
 */
final class Identities {

    private static final int KEYS = 64;
    private static final int PROGRESS_INTERVAL = 500;

    private final Path directory;
    private final CaEnvironment environment;
    private final Consumer<String> progress;

    Identities(Path directory, CaEnvironment environment, Consumer<String> progress) {
        this.directory = directory;
        this.environment = environment;
        this.progress = progress;
    }

    /** The first so many; what is missing in the directory is made and added. */
    List<IssuedCertificate> load(int devices) throws IOException {
        List<PrivateKey> keys = keys();
        Path file = directory.resolve("certificates.pem");
        List<X509Certificate> certificates =
                Files.exists(file) ? new ArrayList<>(Pem.readCertificates(file)) : new ArrayList<>();
        if (certificates.size() < devices) {
            add(certificates, keys, devices);
            Pem.writeCertificates(file, certificates);
        }
        List<IssuedCertificate> identities = new ArrayList<>();
        for (int device = 0; device < devices; device++) {
            identities.add(new IssuedCertificate(List.of(certificates.get(device)), keys.get(device % KEYS)));
        }
        return identities;
    }

    private List<PrivateKey> keys() throws IOException {
        Files.createDirectories(directory);
        List<PrivateKey> keys = new ArrayList<>();
        for (int number = 0; number < KEYS; number++) {
            Path file = directory.resolve("key-" + number + ".key");
            if (!Files.exists(file)) {
                if (number == 0) {
                    progress.accept("making " + KEYS + " keys in " + directory + ", once");
                }
                // A key without its certificate cannot be used here, so they are kept together.
                Credential.at(directory.resolve("key-" + number)).write(SelfSigned.configMgrClient(environment));
            }
            keys.add(Pem.readKey(file));
        }
        return keys;
    }

    private void add(List<X509Certificate> certificates, List<PrivateKey> keys, int devices) throws IOException {
        List<X509Certificate> keyCertificates = new ArrayList<>();
        for (int number = 0; number < KEYS; number++) {
            keyCertificates.add(Pem.readCertificates(directory.resolve("key-" + number + ".pem"))
                    .get(0));
        }
        while (certificates.size() < devices) {
            int number = certificates.size() % KEYS;
            KeyPair pair = new KeyPair(keyCertificates.get(number).getPublicKey(), keys.get(number));
            certificates.add(SelfSigned.configMgrClient(new CaEnvironment(environment.clock(), new FixedKey(pair)))
                    .certificate());
            if (certificates.size() % PROGRESS_INTERVAL == 0) {
                progress.accept(certificates.size() + " of " + devices + " certificates made");
            }
        }
    }

    /** The key that is there already. */
    private record FixedKey(KeyPair pair) implements KeySource {

        @Override
        public KeyPair forAuthority(KeyKind kind) {
            return pair;
        }

        @Override
        public KeyPair forLeaf(KeyKind kind) {
            return pair;
        }
    }
}
