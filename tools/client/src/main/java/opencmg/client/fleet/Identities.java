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
 * Makes and stores a self-signed certificate for each device. An RSA key takes about a tenth of a second, so devices share {@value #KEYS} keys. Site and
 * gateway identify clients by certificate, and every device has its own certificate.
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

    /** Loads the identities of that many devices. Missing ones are made and added to the directory. */
    List<IssuedCertificate> load(int devices) throws IOException {
        List<PrivateKey> keys = loadOrMakeKeys();
        Path file = directory.resolve("certificates.pem");
        List<X509Certificate> certificates =
                Files.exists(file) ? new ArrayList<>(Pem.readCertificates(file)) : new ArrayList<>();
        if (certificates.size() < devices) {
            makeCertificates(certificates, keys, devices);
            Pem.writeCertificates(file, certificates);
        }
        List<IssuedCertificate> identities = new ArrayList<>();
        for (int device = 0; device < devices; device++) {
            identities.add(new IssuedCertificate(List.of(certificates.get(device)), keys.get(device % KEYS)));
        }
        return identities;
    }

    private List<PrivateKey> loadOrMakeKeys() throws IOException {
        Files.createDirectories(directory);
        List<PrivateKey> keys = new ArrayList<>();
        for (int number = 0; number < KEYS; number++) {
            Path file = directory.resolve("key-" + number + ".key");
            if (!Files.exists(file)) {
                if (number == 0) {
                    progress.accept("making " + KEYS + " keys in " + directory + ", once");
                }
                // The certificate supplies the public key, so key and certificate are stored together.
                Credential.at(directory.resolve("key-" + number)).write(SelfSigned.configMgrClient(environment));
            }
            keys.add(Pem.readKey(file));
        }
        return keys;
    }

    private void makeCertificates(List<X509Certificate> certificates, List<PrivateKey> keys, int devices)
            throws IOException {
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

    /** Returns one existing key. */
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
