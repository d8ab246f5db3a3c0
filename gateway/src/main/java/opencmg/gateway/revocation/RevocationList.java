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
 * A certificate revocation list (RFC 5280 5) that covers all certificates of its issuer. Delta lists and partial lists are refused: used as complete
 * lists they would let revoked certificates pass.
 *
 * @param number increases with each list of an issuer; null when the list has none
 */
record RevocationList(X509CRL list, @Nullable BigInteger number, Instant thisUpdate, Instant nextUpdate) {

    private static final String NUMBER = "2.5.29.20";
    private static final String DELTA = "2.5.29.27";
    private static final String ISSUING_DISTRIBUTION_POINT = "2.5.29.28";
    private static final int DISTRIBUTION_POINT_NAME = 0xA0;
    private static final int KEY_USAGE_CRL_SIGN = 6;

    /**
     * @param bytes DER or PEM
     * @throws IllegalArgumentException with the reason when it cannot be used
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
                || isPartial(list.getExtensionValue(ISSUING_DISTRIBUTION_POINT))) {
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

    /** @throws IllegalArgumentException when the authority did not sign the list, or is not allowed to */
    void checkSignature(X509Certificate authority) {
        boolean[] usage = authority.getKeyUsage();
        if (usage != null && !usage[KEY_USAGE_CRL_SIGN]) {
            throw new IllegalArgumentException("is signed by an authority whose key usage lacks cRLSign");
        }
        try {
            list.verify(authority.getPublicKey());
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("has a signature that its issuer has not made", e);
        }
    }

    /** Compares by number, or by date when one of the lists has no number. */
    boolean isOlderThan(RevocationList other) {
        if (number != null && other.number != null) {
            return number.compareTo(other.number) < 0;
        }
        return thisUpdate.isBefore(other.thisUpdate);
    }

    /** The entry of a certificate of the same issuer; null when it is not revoked. */
    @Nullable
    X509CRLEntry entry(X509Certificate certificate) {
        return list.getRevokedCertificate(certificate.getSerialNumber());
    }

    private static boolean isPartial(byte @Nullable [] issuingDistributionPoint) {
        if (issuingDistributionPoint == null) {
            return false;
        }
        DerReader fields = DerReader.extension(issuingDistributionPoint).inside();
        while (fields.hasMore()) {
            if (fields.next().tag() != DISTRIBUTION_POINT_NAME) {
                return true;
            }
        }
        return false;
    }
}
