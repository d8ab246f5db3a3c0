package opencmg.connectionpoint.relay;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import opencmg.settings.PemFiles;
import opencmg.settings.site.ClientTrust;
import org.jspecify.annotations.Nullable;

/**
 * Selects the certificate that the connection point presents to an HTTPS management point, by the product's filters in the product's order
 * (protocol.md 1.3): digital signature, allowed root, private key, client authentication. Blocks, because it builds certificate paths.
 */
public final class CertificateFilters {

    private static final String CLIENT_AUTHENTICATION = "1.3.6.1.5.5.7.3.2";
    private static final String ANY_USAGE = "2.5.29.37.0";

    private final List<X509Certificate> roots;
    private final List<X509Certificate> intermediates;

    /**
     * Allows the roots of a site's client trust. If it has none, every root is allowed, as in a site without a certificate trust list.
     *
     * @throws CertificateException when one of them cannot be parsed
     */
    public CertificateFilters(ClientTrust trust) throws CertificateException {
        this.roots = parse(trust.roots());
        this.intermediates = parse(trust.intermediates());
    }

    /** Selects the first candidate that passes all filters. */
    public SelectedCertificate select(List<CandidateCertificate> candidates) {
        Map<String, Filter> filters = new LinkedHashMap<>();
        filters.put("digital signature", CertificateFilters::checkDigitalSignature);
        filters.put("allowed root CA", this::checkAllowedRoot);
        filters.put("private key", CertificateFilters::checkPrivateKey);
        filters.put("client auth", CertificateFilters::checkClientAuthentication);
        Map<String, Integer> remaining = new LinkedHashMap<>();
        List<String> dropped = new ArrayList<>();
        List<CandidateCertificate> passing = candidates;
        for (Map.Entry<String, Filter> filter : filters.entrySet()) {
            List<CandidateCertificate> next = new ArrayList<>();
            for (CandidateCertificate candidate : passing) {
                String objection = filter.getValue().objection(candidate);
                if (objection == null) {
                    next.add(candidate);
                } else {
                    dropped.add(candidate.subject() + " (" + candidate.certificateFile() + "): " + objection);
                }
            }
            remaining.put(filter.getKey(), next.size());
            passing = next;
        }
        return new SelectedCertificate(
                passing.isEmpty() ? null : passing.get(0), candidates.size(), remaining, dropped);
    }

    private static @Nullable String checkDigitalSignature(CandidateCertificate candidate) {
        boolean[] usage = candidate.leaf().getKeyUsage();
        return usage == null || usage[0] ? null : "its key usage lacks digital signature";
    }

    private @Nullable String checkAllowedRoot(CandidateCertificate candidate) {
        try {
            if (roots.isEmpty()) {
                candidate.leaf().checkValidity();
            } else {
                buildPath(candidate);
            }
            return null;
        } catch (GeneralSecurityException e) {
            return "no valid path to an allowed root: " + innermostMessage(e);
        }
    }

    private void buildPath(CandidateCertificate candidate) throws GeneralSecurityException {
        X509CertSelector target = new X509CertSelector();
        target.setCertificate(candidate.leaf());
        Set<TrustAnchor> anchors =
                roots.stream().map(root -> new TrustAnchor(root, null)).collect(Collectors.toSet());
        PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, target);
        parameters.setRevocationEnabled(
                false); // the management point checks that; revocation servers may be unreachable from here
        List<X509Certificate> issuers = new ArrayList<>(candidate.chain());
        issuers.addAll(intermediates);
        parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(issuers)));
        CertPathBuilder.getInstance("PKIX").build(parameters);
    }

    private static @Nullable String checkPrivateKey(CandidateCertificate candidate) {
        return candidate.keyFile() != null ? null : "it has no keyFile";
    }

    private static @Nullable String checkClientAuthentication(CandidateCertificate candidate) {
        try {
            List<String> usages = candidate.leaf().getExtendedKeyUsage();
            return usages == null || usages.contains(CLIENT_AUTHENTICATION) || usages.contains(ANY_USAGE)
                    ? null
                    : "it is not for client authentication";
        } catch (CertificateParsingException e) {
            return "its extended key usage cannot be read: " + e.getMessage();
        }
    }

    private static String innermostMessage(Throwable cause) {
        Throwable current = cause;
        while (current.getCause() != null) {
            current = current.getCause();
        }
        return String.valueOf(current.getMessage());
    }

    private static List<X509Certificate> parse(List<String> pems) throws CertificateException {
        List<X509Certificate> parsed = new ArrayList<>();
        for (String pem : pems) {
            parsed.add(PemFiles.certificate(pem));
        }
        return parsed;
    }

    private interface Filter {

        /** Why a candidate does not pass, or null. */
        @Nullable
        String objection(CandidateCertificate candidate);
    }
}
