package opencmg.mockmp.keys;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/** Makes the certificates that a site makes for itself: RSA 2048, SHA-256, each with a new key. */
final class SiteCertificateIssuer {

    private static final Duration BACKDATED = Duration.ofHours(1);

    /** What one of them looks like. */
    record Order(String commonName, Duration lifetime, List<String> serverNames) {}

    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    SiteCertificateIssuer(Clock clock) {
        this.clock = clock;
    }

    /** A root that signs itself. */
    SiteIdentity root(String commonName, Duration lifetime) {
        return make(new Order(commonName, lifetime, List.of()), null);
    }

    /** A leaf under no root but itself. */
    SiteIdentity selfSigned(Order order) {
        return make(order, null);
    }

    /** A leaf under a root; with server names also good for TLS. */
    SiteIdentity issue(Order order, SiteIdentity issuer) {
        return make(order, issuer);
    }

    private SiteIdentity make(Order order, @Nullable SiteIdentity issuer) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048, random);
            KeyPair pair = generator.generateKeyPair();
            X509v3CertificateBuilder builder = builder(order, pair, issuer);
            PrivateKey signingKey = issuer == null ? pair.getPrivate() : issuer.key();
            X509Certificate certificate = new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withRSA").build(signingKey)));
            return new SiteIdentity(certificate, pair.getPrivate());
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("every JDK makes RSA certificates", e);
        }
    }

    private X509v3CertificateBuilder builder(Order order, KeyPair pair, @Nullable SiteIdentity issuer)
            throws IOException {
        X500Name subject = new X500Name("CN=" + order.commonName());
        Instant now = clock.instant();
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                issuer == null
                        ? subject
                        : X500Name.getInstance(
                                issuer.certificate().getSubjectX500Principal().getEncoded()),
                new BigInteger(127, random).add(BigInteger.ONE),
                Date.from(now.minus(BACKDATED)),
                Date.from(now.plus(order.lifetime())),
                subject,
                pair.getPublic());
        boolean authority = issuer == null && order.serverNames().isEmpty();
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
        builder.addExtension(
                Extension.keyUsage,
                true,
                new KeyUsage(
                        authority
                                ? KeyUsage.keyCertSign | KeyUsage.cRLSign
                                : KeyUsage.digitalSignature | KeyUsage.keyEncipherment));
        if (!order.serverNames().isEmpty()) {
            builder.addExtension(
                    Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
            builder.addExtension(Extension.subjectAlternativeName, false, names(order.serverNames()));
        }
        return builder;
    }

    private static GeneralNames names(List<String> names) {
        return new GeneralNames(names.stream()
                .map(name -> new GeneralName(
                        name.matches("[0-9.]+|.*:.*") ? GeneralName.iPAddress : GeneralName.dNSName, name))
                .toArray(GeneralName[]::new));
    }
}
