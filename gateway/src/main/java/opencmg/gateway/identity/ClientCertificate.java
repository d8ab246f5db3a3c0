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

/** Checks on a client certificate that do not depend on its issuer. */
final class ClientCertificate {

    private static final int MAX_BYTES = 32 * 1024;
    private static final int MIN_RSA_BITS = 2048;
    private static final int MIN_EC_BITS = 256;
    private static final String CLIENT_AUTHENTICATION = "1.3.6.1.5.5.7.3.2";

    private ClientCertificate() {}

    /** The leaf, parsed again by the JDK: TLS engines return lazily parsed certificates, whose errors appear late. */
    static X509Certificate read(PeerChain chain) {
        try {
            byte[] bytes = chain.get(0).getEncoded();
            if (bytes.length > MAX_BYTES) {
                throw new Refusal(
                        RefusalReason.CERTIFICATE_MALFORMED,
                        "the certificate has " + bytes.length + " bytes, " + MAX_BYTES + " are allowed");
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
        boolean strong = (key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() >= MIN_RSA_BITS)
                || (key instanceof ECPublicKey ec && ec.getParams().getOrder().bitLength() >= MIN_EC_BITS);
        if (!strong) {
            throw new Refusal(
                    RefusalReason.CERTIFICATE_KEY, PrintableText.certificate(certificate) + " has " + describe(key));
        }
    }

    /** As in the product, a certificate without the extension is refused, and anyExtendedKeyUsage does not count as client authentication. */
    static void checkPurpose(X509Certificate certificate) {
        List<String> keyUsages = keyUsages(certificate);
        if (keyUsages == null || !keyUsages.contains(CLIENT_AUTHENTICATION)) {
            throw new Refusal(
                    RefusalReason.CERTIFICATE_PURPOSE,
                    PrintableText.certificate(certificate) + " has the extended key usages "
                            + (keyUsages == null ? "none" : keyUsages));
        }
    }

    private static @Nullable List<String> keyUsages(X509Certificate certificate) {
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
