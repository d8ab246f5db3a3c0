package opencmg.gateway.revocation;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * A certificate revocation list (RFC 5280 5) that covers all certificates of its issuer. Delta lists and lists of a part are refused: taken for
 * whole ones they would pass revoked certificates.
 *
 * @param number rises with each list of an issuer; null when the list has none
 */
record RevocationList(X509CRL list, @Nullable BigInteger number, Instant thisUpdate, Instant nextUpdate) {

    private static final String NUMBER = "2.5.29.20";
    private static final String DELTA = "2.5.29.27";
    private static final String ISSUING_DISTRIBUTION_POINT = "2.5.29.28";
    private static final int DISTRIBUTION_POINT_NAME = 0xA0;
    private static final int MAY_SIGN_LISTS = 6;

    /**
     * @param bytes DER or PEM
     * @throws IllegalArgumentException telling why it cannot be used
     */
    static RevocationList parse(byte[] bytes) {
        X509CRL list;
        try {
            list = (X509CRL) CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(bytes));
        } catch (CRLException | CertificateException e) {
            throw new IllegalArgumentException("is not a revocation list", e);
        }
        Date nextUpdate = list.getNextUpdate();
        if (nextUpdate == null) {
            throw new IllegalArgumentException("has no nextUpdate");
        }
        if (list.hasUnsupportedCriticalExtension()
                || list.getExtensionValue(DELTA) != null
                || coversAPart(list.getExtensionValue(ISSUING_DISTRIBUTION_POINT))) {
            throw new IllegalArgumentException("is a delta list or covers only a part of its issuer's certificates");
        }
        byte[] number = list.getExtensionValue(NUMBER);
        return new RevocationList(
                list,
                number == null ? null : DerReader.extension(number).integer(),
                list.getThisUpdate().toInstant(),
                nextUpdate.toInstant());
    }

    X500Principal issuer() {
        return list.getIssuerX500Principal();
    }

    /** @throws IllegalArgumentException when that authority has not signed the list, or may not */
    void checkSignature(X509Certificate authority) {
        boolean[] usage = authority.getKeyUsage();
        if (usage != null && !usage[MAY_SIGN_LISTS]) {
            throw new IllegalArgumentException("is signed by an authority whose key usage lacks cRLSign");
        }
        try {
            list.verify(authority.getPublicKey());
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("has a signature that its issuer has not made", e);
        }
    }

    /** Whether this list is older than that one: by number, by date where one has none. */
    boolean olderThan(RevocationList other) {
        if (number != null && other.number != null) {
            return number.compareTo(other.number) < 0;
        }
        return thisUpdate.isBefore(other.thisUpdate);
    }

    /** What the list says of a certificate of its issuer; null when it is not on it. */
    @Nullable
    X509CRLEntry entry(X509Certificate certificate) {
        return list.getRevokedCertificate(certificate.getSerialNumber());
    }

    private static boolean coversAPart(byte @Nullable [] issuingDistributionPoint) {
        if (issuingDistributionPoint == null) {
            return false;
        }
        DerReader fields = DerReader.extension(issuingDistributionPoint).inside();
        while (fields.more()) {
            if (fields.next().tag() != DISTRIBUTION_POINT_NAME) {
                return true;
            }
        }
        return false;
    }
}
