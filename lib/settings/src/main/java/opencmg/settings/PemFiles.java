package opencmg.settings;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Certificates and private keys in PEM files (RFC 7468), with errors that say what to do. */
public final class PemFiles {

    private static final Pattern KEY = Pattern.compile(
            "-----BEGIN ([A-Z0-9 ]*PRIVATE KEY)-----([A-Za-z0-9+/=\\s]+)-----END [A-Z0-9 ]*PRIVATE KEY-----");
    private static final List<String> KEY_ALGORITHMS = List.of("RSA", "EC", "EdDSA");

    private PemFiles() {}

    /**
     * Every certificate of a file, in its order.
     *
     * @throws InvalidSettingsException when the file cannot be read or holds none
     */
    public static List<X509Certificate> certificates(Path file) {
        List<X509Certificate> found;
        try {
            found = parse(read(file));
        } catch (CertificateException e) {
            throw new InvalidSettingsException(file.toString(), "", "holds no readable certificate: " + e.getMessage());
        }
        if (found.isEmpty()) {
            throw new InvalidSettingsException(
                    file.toString(), "", "holds no certificate; it must contain -----BEGIN CERTIFICATE-----");
        }
        return found;
    }

    /**
     * Every certificate of a PEM text, in its order.
     *
     * @throws CertificateException when one cannot be parsed
     */
    public static List<X509Certificate> parse(byte[] pem) throws CertificateException {
        return CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem)).stream()
                .map(X509Certificate.class::cast)
                .toList();
    }

    /**
     * The certificate of a PEM text, for example one of a site configuration.
     *
     * @throws CertificateException when there is none or it cannot be parsed
     */
    public static X509Certificate certificate(String pem) throws CertificateException {
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    }

    /**
     * The private key of a file, PKCS#8 and not encrypted.
     *
     * @throws InvalidSettingsException when the file cannot be read or holds no such key
     */
    public static PrivateKey privateKey(Path file) {
        Matcher key = KEY.matcher(new String(read(file), StandardCharsets.US_ASCII));
        if (!key.find()) {
            throw new InvalidSettingsException(
                    file.toString(), "", "holds no private key; it must contain -----BEGIN PRIVATE KEY-----");
        }
        if (!key.group(1).equals("PRIVATE KEY")) {
            throw new InvalidSettingsException(
                    file.toString(),
                    "",
                    "holds a '" + key.group(1)
                            + "', but PKCS#8 without a password is needed; convert it with: openssl pkcs8 -topk8 -nocrypt -in "
                            + file.getFileName() + " -out key.pem");
        }
        PKCS8EncodedKeySpec encoded =
                new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(key.group(2)));
        List<String> notOfKind = new ArrayList<>();
        for (String algorithm : KEY_ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
            } catch (GeneralSecurityException e) {
                notOfKind.add(algorithm + ": " + e.getMessage());
            }
        }
        throw new InvalidSettingsException(file.toString(), "", "holds a private key of an unknown kind " + notOfKind);
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new InvalidSettingsException(
                    file.toString(), "", "does not exist; make one with: opencmg certs make --dir DIR");
        } catch (IOException e) {
            throw new InvalidSettingsException(file.toString(), "", "cannot be read (" + e + "); check owner and mode");
        }
    }
}
