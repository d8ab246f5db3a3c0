package opencmg.gateway.identity;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.security.auth.x500.X500Principal;
import opencmg.gateway.refusal.PrintableText;
import opencmg.gateway.refusal.Refusal;
import opencmg.gateway.refusal.RefusalReason;
import opencmg.gateway.site.ClientAuthorities;

/**
 * The certification path from a client certificate to an uploaded root (RFC 5280 6, by the JDK's PKIX: signatures, validity, path length, name
 * constraints, key usage of the authorities). Revocation is checked afterwards, on this path.
 *
 * @param certificates leaf first, root last
 */
record TrustPath(List<X509Certificate> certificates) {

    private static final int MAX_INTERMEDIATES = 5;

    static TrustPath find(X509Certificate leaf, ClientAuthorities authorities, Instant now) {
        Set<TrustAnchor> anchors = authorities.roots().stream()
                .filter(root -> isValid(root, now))
                .map(root -> new TrustAnchor(root, null))
                .collect(Collectors.toSet());
        if (anchors.isEmpty()) {
            throw untrusted(leaf, "the site has no root certificate for clients that is valid now");
        }
        try {
            PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, target(leaf));
            parameters.addCertStore(CertStore.getInstance(
                    "Collection", new CollectionCertStoreParameters(authorities.intermediates())));
            parameters.setRevocationEnabled(false);
            parameters.setMaxPathLength(MAX_INTERMEDIATES);
            parameters.setDate(Date.from(now));
            return of((PKIXCertPathBuilderResult)
                    CertPathBuilder.getInstance("PKIX").build(parameters));
        } catch (CertPathBuilderException e) {
            throw untrusted(leaf, explain(leaf, authorities, now, e));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the Java platform cannot build certification paths", e);
        }
    }

    /** The earliest end of validity of any certificate on the path. */
    Instant until() {
        return certificates.stream()
                .map(certificate -> certificate.getNotAfter().toInstant())
                .min(Instant::compareTo)
                .orElseThrow();
    }

    private static TrustPath of(PKIXCertPathBuilderResult result) {
        List<X509Certificate> certificates = new ArrayList<>();
        result.getCertPath().getCertificates().forEach(certificate -> certificates.add((X509Certificate) certificate));
        certificates.add(result.getTrustAnchor().getTrustedCert());
        return new TrustPath(List.copyOf(certificates));
    }

    private static X509CertSelector target(X509Certificate leaf) {
        X509CertSelector selector = new X509CertSelector();
        selector.setCertificate(leaf);
        return selector;
    }

    /** Looks for a missing issuer first, because that is the usual cause; otherwise returns the message of the path builder. */
    private static String explain(
            X509Certificate leaf, ClientAuthorities authorities, Instant now, CertPathBuilderException failure) {
        X509Certificate current = leaf;
        for (int i = 0; i <= MAX_INTERMEDIATES; i++) {
            X500Principal issuer = current.getIssuerX500Principal();
            if (issuer.equals(current.getSubjectX500Principal())) {
                return current.equals(leaf) ? "it is self-signed" : rootCause(failure);
            }
            List<X509Certificate> issuers = authorities
                    .all()
                    .filter(certificate -> certificate.getSubjectX500Principal().equals(issuer))
                    .toList();
            if (issuers.isEmpty()) {
                return "the CA certificate of '" + issuer.getName() + "' is not uploaded";
            }
            X509Certificate below = current;
            X509Certificate above = issuers.stream()
                    .filter(authority -> hasSigned(authority, below))
                    .findFirst()
                    .orElse(null);
            if (above == null) {
                return "an authority of the name '" + issuer.getName()
                        + "' is uploaded, but with another key: upload its CA certificate that has signed '"
                        + current.getSubjectX500Principal().getName() + "' too";
            }
            if (!isValid(above, now)) {
                return "the CA certificate of '" + issuer.getName() + "' is valid from "
                        + above.getNotBefore().toInstant() + " to "
                        + above.getNotAfter().toInstant() + ", now is " + now;
            }
            current = above;
        }
        return rootCause(failure);
    }

    private static boolean hasSigned(X509Certificate authority, X509Certificate certificate) {
        try {
            certificate.verify(authority.getPublicKey());
            return true;
        } catch (GeneralSecurityException wrongKey) {
            return false;
        }
    }

    private static String rootCause(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return "path validation says: " + cause.getMessage();
    }

    private static boolean isValid(X509Certificate certificate, Instant now) {
        return !now.isBefore(certificate.getNotBefore().toInstant())
                && !now.isAfter(certificate.getNotAfter().toInstant());
    }

    private static Refusal untrusted(X509Certificate leaf, String why) {
        return new Refusal(
                RefusalReason.CERTIFICATE_UNTRUSTED, PrintableText.certificate(leaf) + " is not trusted: " + why);
    }
}
