package opencmg.tunnel.link;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * Binds a connection id to a certificate. A certificate of the right authority is not enough: clients may have one of the same authority, and
 * one connection point must not be able to replace another.
 */
final class PeerIdentity {

    private static final int URI = 6; // GeneralName uniformResourceIdentifier, RFC 5280 4.2.1.6

    private PeerIdentity() {}

    static boolean names(X509Certificate certificate, UUID connectionId) {
        String wanted = "urn:uuid:" + connectionId;
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names != null
                    && names.stream()
                            .anyMatch(name -> name.get(0).equals(URI)
                                    && String.valueOf(name.get(1))
                                            .toLowerCase(Locale.ROOT)
                                            .equals(wanted));
        } catch (CertificateParsingException e) {
            return false;
        }
    }
}
