package opencmg.diagnose;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import opencmg.certs.Pem;
import org.jspecify.annotations.Nullable;

/** Whether the server's certificates lead to a root that the client trusts. Validity dates are checked elsewhere, so each fault is reported once. */
final class ServerChain {

    private final Set<TrustAnchor> roots;

    private ServerChain(Stream<X509Certificate> roots) {
        this.roots = roots.map(root -> new TrustAnchor(root, null)).collect(Collectors.toUnmodifiableSet());
    }

    /** @param file PEM; null for the roots of the Java runtime */
    static ServerChain to(@Nullable Path file) throws IOException {
        return new ServerChain(file == null ? ofJava() : Pem.readCertificates(file).stream());
    }

    private static Stream<X509Certificate> ofJava() {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init((KeyStore) null);
            return Arrays.stream(factory.getTrustManagers())
                    .filter(X509TrustManager.class::isInstance)
                    .flatMap(manager -> Arrays.stream(((X509TrustManager) manager).getAcceptedIssuers()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no roots", e);
        }
    }

    /** Whether there is a path; the runtime's own restrictions on weak keys and hashes apply. */
    boolean isTrusted(List<X509Certificate> sent) {
        X509Certificate leaf = sent.get(0);
        X509CertSelector wanted = new X509CertSelector();
        wanted.setCertificate(leaf);
        try {
            PKIXBuilderParameters parameters = new PKIXBuilderParameters(roots, wanted);
            parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(sent)));
            parameters.setRevocationEnabled(false);
            parameters.setDate(withinLife(leaf));
            return CertPathBuilder.getInstance("PKIX").build(parameters).getCertPath() != null;
        } catch (CertPathBuilderException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime cannot build certificate paths", e);
        }
    }

    private static Date withinLife(X509Certificate leaf) {
        Instant now = Instant.now();
        Instant from = leaf.getNotBefore().toInstant();
        Instant to = leaf.getNotAfter().toInstant();
        return Date.from(now.isBefore(from) ? from : now.isAfter(to) ? to : now);
    }
}
