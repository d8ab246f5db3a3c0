package opencmg.connectionpoint.relay;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
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
import opencmg.settings.site.ClientTrust;
import org.jspecify.annotations.Nullable;

/**
 * Picks the certificate that the connection point shows to an HTTPS management point, by the product's filters in the product's order
 * (protocol.md 1.3): digital signature, allowed root, private key, client authentication. Blocks: builds certificate paths.
 */
public final class CertificateFilters {

    private static final String CLIENT_AUTHENTICATION = "1.3.6.1.5.5.7.3.2";
    private static final String ANY_USAGE = "2.5.29.37.0";

    private final List<X509Certificate> roots;
    private final List<X509Certificate> intermediates;

    /**
     * Allows the roots of a site's client trust. With none every root is allowed, as in a site without a certificate trust list.
     *
     * @throws CertificateException when one of them cannot be parsed
     */
    public CertificateFilters(ClientTrust trust) throws CertificateException {
        this.roots = parse(trust.roots());
        this.intermediates = parse(trust.intermediates());
    }

    /** The first candidate that passes all, with what each filter left and dropped. */
    public SelectedCertificate pick(List<CandidateCertificate> candidates) {
        Map<String, Filter> filters = new LinkedHashMap<>();
        filters.put("digital signature", CertificateFilters::withoutDigitalSignature);
        filters.put("allowed root CA", this::withoutAllowedRoot);
        filters.put("private key", CertificateFilters::withoutPrivateKey);
        filters.put("client auth", CertificateFilters::withoutClientAuthentication);
        Map<String, Integer> left = new LinkedHashMap<>();
        List<String> dropped = new ArrayList<>();
        List<CandidateCertificate> passing = candidates;
        for (Map.Entry<String, Filter> filter : filters.entrySet()) {
            List<CandidateCertificate> next = new ArrayList<>();
            for (CandidateCertificate candidate : passing) {
                String why = filter.getValue().objection(candidate);
                if (why == null) {
                    next.add(candidate);
                } else {
                    dropped.add(candidate.subject() + " (" + candidate.certificateFile() + "): " + why);
                }
            }
            left.put(filter.getKey(), next.size());
            passing = next;
        }
        return new SelectedCertificate(passing.isEmpty() ? null : passing.get(0), candidates.size(), left, dropped);
    }

    private static @Nullable String withoutDigitalSignature(CandidateCertificate candidate) {
        boolean[] usage = candidate.leaf().getKeyUsage();
        return usage == null || usage[0] ? null : "its key usage lacks digital signature";
    }

    private @Nullable String withoutAllowedRoot(CandidateCertificate candidate) {
        try {
            if (roots.isEmpty()) {
                candidate.leaf().checkValidity();
            } else {
                build(candidate);
            }
            return null;
        } catch (GeneralSecurityException e) {
            return "no valid path to an allowed root: " + innermost(e);
        }
    }

    private void build(CandidateCertificate candidate) throws GeneralSecurityException {
        X509CertSelector leaf = new X509CertSelector();
        leaf.setCertificate(candidate.leaf());
        Set<TrustAnchor> anchors =
                roots.stream().map(root -> new TrustAnchor(root, null)).collect(Collectors.toSet());
        PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, leaf);
        parameters.setRevocationEnabled(false); // the management point checks that; here nobody may be asked
        List<X509Certificate> known = new ArrayList<>(candidate.chain());
        known.addAll(intermediates);
        parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(known)));
        CertPathBuilder.getInstance("PKIX").build(parameters);
    }

    private static @Nullable String withoutPrivateKey(CandidateCertificate candidate) {
        return candidate.keyFile() != null ? null : "it has no keyFile";
    }

    private static @Nullable String withoutClientAuthentication(CandidateCertificate candidate) {
        try {
            List<String> usages = candidate.leaf().getExtendedKeyUsage();
            return usages == null || usages.contains(CLIENT_AUTHENTICATION) || usages.contains(ANY_USAGE)
                    ? null
                    : "it is not for client authentication";
        } catch (CertificateParsingException e) {
            return "its extended key usage cannot be read: " + e.getMessage();
        }
    }

    private static String innermost(Throwable cause) {
        Throwable at = cause;
        while (at.getCause() != null) {
            at = at.getCause();
        }
        return String.valueOf(at.getMessage());
    }

    private static List<X509Certificate> parse(List<String> pems) throws CertificateException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        List<X509Certificate> parsed = new ArrayList<>();
        for (String pem : pems) {
            ByteArrayInputStream text = new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII));
            parsed.add((X509Certificate) factory.generateCertificate(text));
        }
        return parsed;
    }

    /** Says why a candidate does not pass, or null. */
    private interface Filter {
        @Nullable
        String objection(CandidateCertificate candidate);
    }
}
