package opencmg.gateway.identity;

import java.io.ByteArrayInputStream;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.List;
import opencmg.gateway.refusal.PrintableText;
import opencmg.gateway.refusal.Refusal;
import opencmg.gateway.refusal.RefusalReason;
import org.jspecify.annotations.Nullable;

/** What a client's own certificate must be, whoever has issued it. */
final class ClientCertificate {

    private static final int MOST_BYTES = 32 * 1024;
    private static final int RSA_BITS = 2048;
    private static final int EC_BITS = 256;
    private static final String CLIENT_AUTHENTICATION = "1.3.6.1.5.5.7.3.2";

    private ClientCertificate() {}

    /** The leaf, read again by the JDK's own parser: TLS engines hand out lazy ones that fail late. */
    static X509Certificate read(PeerChain chain) {
        try {
            byte[] bytes = chain.get(0).getEncoded();
            if (bytes.length > MOST_BYTES) {
                throw new Refusal(
                        RefusalReason.CERTIFICATE_MALFORMED,
                        "the certificate has " + bytes.length + " bytes, " + MOST_BYTES + " are allowed");
            }
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(bytes));
        } catch (CertificateException e) {
            throw new Refusal(
                    RefusalReason.CERTIFICATE_MALFORMED, "the certificate cannot be parsed: " + e.getMessage(), e);
        }
    }

    static void checkValidity(X509Certificate certificate, Instant now) {
        Instant from = certificate.getNotBefore().toInstant();
        Instant until = certificate.getNotAfter().toInstant();
        if (now.isAfter(until)) {
            throw new Refusal(
                    RefusalReason.CERTIFICATE_EXPIRED,
                    PrintableText.certificate(certificate) + " expired at " + until + ", now is " + now);
        }
        if (now.isBefore(from)) {
            throw new Refusal(
                    RefusalReason.CERTIFICATE_NOT_YET_VALID,
                    PrintableText.certificate(certificate) + " is valid from " + from + ", now is " + now);
        }
    }

    static void checkKey(X509Certificate certificate) {
        PublicKey key = certificate.getPublicKey();
        boolean strong = (key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() >= RSA_BITS)
                || (key instanceof ECPublicKey ec && ec.getParams().getOrder().bitLength() >= EC_BITS);
        if (!strong) {
            throw new Refusal(
                    RefusalReason.CERTIFICATE_KEY, PrintableText.certificate(certificate) + " has " + describe(key));
        }
    }

    /** A certificate without the extension is good for nothing here, as with the product; anyExtendedKeyUsage does not stand in for it. */
    static void checkPurpose(X509Certificate certificate) {
        List<String> purposes = purposes(certificate);
        if (purposes == null || !purposes.contains(CLIENT_AUTHENTICATION)) {
            throw new Refusal(
                    RefusalReason.CERTIFICATE_PURPOSE,
                    PrintableText.certificate(certificate) + " has the extended key usages "
                            + (purposes == null ? "none" : purposes));
        }
    }

    private static @Nullable List<String> purposes(X509Certificate certificate) {
        try {
            return certificate.getExtendedKeyUsage();
        } catch (CertificateParsingException e) {
            throw new Refusal(RefusalReason.CERTIFICATE_MALFORMED, "the extended key usage cannot be parsed", e);
        }
    }

    private static String describe(PublicKey key) {
        if (key instanceof RSAPublicKey rsa) {
            return "an RSA key of " + rsa.getModulus().bitLength() + " bits";
        }
        return "a key of type " + key.getAlgorithm();
    }
}
