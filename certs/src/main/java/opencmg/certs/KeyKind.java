package opencmg.certs;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The supported kinds of keys. Configuration Manager itself accepts RSA with 2048 or 4096 bits. */
public enum KeyKind {
    RSA_2048("rsa2048", "RSA", 2048),
    RSA_4096("rsa4096", "RSA", 4096),
    EC_P256("p256", "EC", 256),
    /** Too weak. For tests that show that such a key is refused; the command line does not offer it. */
    RSA_1024("rsa1024", "RSA", 1024);

    private final String option;
    private final String algorithm;
    private final int bits;

    KeyKind(String option, String algorithm, int bits) {
        this.option = option;
        this.algorithm = algorithm;
        this.bits = bits;
    }

    /** The spelling on the command line and in a plan file. */
    public String option() {
        return option;
    }

    /**
     * Parses an option, ignoring case.
     *
     * @throws InvalidCertificateRequestException for an unknown kind and for the weak one
     */
    public static KeyKind ofOption(String option) {
        return Arrays.stream(values())
                .filter(kind -> kind != RSA_1024 && kind.option.equalsIgnoreCase(option))
                .findFirst()
                .orElseThrow(() -> new InvalidCertificateRequestException(
                        "no key of kind \"" + option + "\" is made; take one of " + options()));
    }

    private static String options() {
        return Arrays.stream(values())
                .filter(kind -> kind != RSA_1024)
                .map(KeyKind::option)
                .collect(Collectors.joining(", "));
    }

    /** Generates a key pair. RSA takes 0.1 to 0.5 s, with 4096 bits several seconds. */
    public KeyPair generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no " + algorithm, e);
        }
    }

    /** The JCA signature algorithm for a key, always with SHA-256. */
    static String signatureAlgorithm(PublicKey key) {
        return key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
    }
}
