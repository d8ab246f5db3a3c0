package opencmg.mockmp.identity;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathValidator;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Decides which PKI client certificates the site trusts: path, validity and purpose. Revocation is checked by the gateway. */
public final class ClientCertificates {

    private static final String CLIENT_AUTHENTICATION_OID = "1.3.6.1.5.5.7.3.2";
    private static final int MAX_HEADER_LENGTH = 64 << 10;

    private final Set<TrustAnchor> roots;
    private final List<X509Certificate> intermediates;
    private final Clock clock;

    public ClientCertificates(
            Collection<X509Certificate> roots, Collection<X509Certificate> intermediates, Clock clock) {
        this.roots = roots.stream().map(root -> new TrustAnchor(root, null)).collect(Collectors.toUnmodifiableSet());
        this.intermediates = List.copyOf(intermediates);
        this.clock = clock;
    }

    /** Whether a chain, leaf first, leads to a root and its leaf allows client authentication. Path building costs CPU: worker threads only. */
    public boolean trusts(List<X509Certificate> chain) {
        if (chain.isEmpty() || roots.isEmpty()) {
            return false;
        }
        try {
            List<String> purposes = chain.get(0).getExtendedKeyUsage();
            if (purposes != null && !purposes.contains(CLIENT_AUTHENTICATION_OID)) {
                return false;
            }
            return CertPathBuilder.getInstance(CertPathValidator.getDefaultType())
                            .build(parameters(chain))
                    != null;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private PKIXBuilderParameters parameters(List<X509Certificate> chain) throws GeneralSecurityException {
        X509CertSelector leaf = new X509CertSelector();
        leaf.setCertificate(chain.get(0));
        PKIXBuilderParameters parameters = new PKIXBuilderParameters(roots, leaf);
        List<X509Certificate> known = new ArrayList<>(chain);
        known.addAll(intermediates);
        parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(known)));
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(clock.instant()));
        return parameters;
    }

    /** Parses a {@code Client-Cert} header: DER in a byte sequence {@code :base64:} (RFC 9440 section 2.1). */
    static Optional<X509Certificate> fromHeader(String header) {
        String value = header.strip();
        if (value.length() < 3
                || value.length() > MAX_HEADER_LENGTH
                || !value.startsWith(":")
                || !value.endsWith(":")) {
            return Optional.empty();
        }
        try {
            byte[] der = Base64.getDecoder().decode(value.substring(1, value.length() - 1));
            return Optional.of((X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der)));
        } catch (IllegalArgumentException | CertificateException e) {
            return Optional.empty();
        }
    }
}
