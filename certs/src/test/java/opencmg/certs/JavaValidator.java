package opencmg.certs;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertStore;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;

/** Path validation by the JDK, which shares no code with Bouncy Castle. */
final class JavaValidator {

    private final Set<TrustAnchor> anchors;
    private final List<RevocationList> lists;
    private final Instant at;

    private JavaValidator(Set<TrustAnchor> anchors, List<RevocationList> lists, Instant at) {
        this.anchors = anchors;
        this.lists = lists;
        this.at = at;
    }

    static JavaValidator trusting(X509Certificate root) {
        return new JavaValidator(Set.of(new TrustAnchor(root, null)), List.of(), Instant.now());
    }

    static JavaValidator trusting(CertificateAuthority root) {
        return trusting(root.certificate());
    }

    JavaValidator with(RevocationList... known) {
        return new JavaValidator(anchors, List.of(known), at);
    }

    JavaValidator at(Instant time) {
        return new JavaValidator(anchors, lists, time);
    }

    /** Validates the chain; checks revocation if there are revocation lists. */
    void validate(IssuedCertificate issued) throws CertPathValidatorException {
        try {
            PKIXParameters parameters = new PKIXParameters(anchors);
            parameters.setDate(Date.from(at));
            parameters.setRevocationEnabled(!lists.isEmpty());
            parameters.addCertStore(CertStore.getInstance(
                    "Collection",
                    new CollectionCertStoreParameters(
                            lists.stream().map(RevocationList::crl).toList())));
            Object verdict = CertPathValidator.getInstance("PKIX")
                    .validate(CertificateFactory.getInstance("X.509").generateCertPath(issued.chain()), parameters);
            assert verdict != null;
        } catch (CertPathValidatorException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
