package opencmg.certs;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads and writes certificates and keys as PEM (RFC 7468). */
public final class Pem {

    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    /** The encoded object identifier id-ecPublicKey, which marks an EC key in PKCS#8. All other keys here are RSA. */
    private static final byte[] ID_EC = {0x06, 0x07, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x02, 0x01};

    private Pem() {}

    /** One block per certificate, in the given order. */
    public static String certificates(List<X509Certificate> chain) {
        StringBuilder text = new StringBuilder();
        for (X509Certificate certificate : chain) {
            text.append(certificate(certificate));
        }
        return text.toString();
    }

    public static String certificate(X509Certificate certificate) {
        try {
            return block("CERTIFICATE", certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException("a certificate without an encoding", e);
        }
    }

    /** PKCS#8 without a password: treat the text as a secret. */
    public static String key(PrivateKey key) {
        return block("PRIVATE KEY", key.getEncoded());
    }

    public static void writeCertificates(Path file, List<X509Certificate> chain) throws IOException {
        AtomicFile.write(file, certificates(chain).getBytes(StandardCharsets.US_ASCII));
    }

    /** Only the owner can read the file at any time. */
    public static void writeKey(Path file, PrivateKey key) throws IOException {
        AtomicFile.writeSecret(file, key(key).getBytes(StandardCharsets.US_ASCII));
    }

    /** All certificates of a PEM or DER file, at least one, in file order. */
    public static List<X509Certificate> readCertificates(Path file) throws IOException {
        try {
            List<X509Certificate> found = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file)))
                    .stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            if (found.isEmpty()) {
                throw new IOException(file + " holds no certificate");
            }
            return found;
        } catch (CertificateException e) {
            throw new IOException(file + " is no certificate file in PEM or DER", e);
        }
    }

    /** Reads an unencrypted PKCS#8 key. */
    public static PrivateKey readKey(Path file) throws IOException {
        Matcher block = KEY.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
        if (!block.find()) {
            throw new IOException(file + " holds no block \"BEGIN PRIVATE KEY\"");
        }
        try {
            byte[] der = Base64.getMimeDecoder().decode(block.group(1));
            return KeyFactory.getInstance(isElliptic(der) ? "EC" : "RSA").generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException(file + " holds no RSA or EC key", e);
        }
    }

    private static boolean isElliptic(byte[] der) {
        String text = new String(der, StandardCharsets.ISO_8859_1);
        return text.substring(0, Math.min(40, text.length())).contains(new String(ID_EC, StandardCharsets.ISO_8859_1));
    }

    private static String block(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n" + LINES.encodeToString(der) + "\n-----END " + label + "-----\n";
    }
}
