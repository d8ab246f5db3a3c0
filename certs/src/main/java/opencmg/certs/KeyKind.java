package opencmg.certs;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The kinds of key that are made here. The product takes RSA of 2048 or 4096 bits. */
public enum KeyKind {
    RSA_2048("rsa2048", "RSA", 2048),
    RSA_4096("rsa4096", "RSA", 4096),
    EC_P256("p256", "EC", 256),
    /** Too weak for anybody; it exists so that tests can show that it is refused. */
    RSA_1024("rsa1024", "RSA", 1024);

    private final String option;
    private final String algorithm;
    private final int bits;

    KeyKind(String option, String algorithm, int bits) {
        this.option = option;
        this.algorithm = algorithm;
        this.bits = bits;
    }

    /** As it is written on a command line and in a plan file. */
    public String option() {
        return option;
    }

    /**
     * The kind of that option.
     *
     * @throws InvalidCertificateRequestException when there is none, or when it is the weak one
     */
    public static KeyKind named(String option) {
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

    /** A new pair; RSA takes 0.1 to 0.5 s, with 4096 bits several seconds. */
    public KeyPair generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no " + algorithm, e);
        }
    }

    /** The JCA name of the signature that a key of that public half makes: SHA-256 in all cases. */
    static String signatureOf(PublicKey key) {
        return key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
    }
}
