package opencmg.certs;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Turns a request into a {@link CertificateBuilder}, and a builder into a signed certificate. Bouncy Castle only encodes the
 * structure. The JDK makes the signatures, so no security provider has to be registered.
 */
final class Signer {

    /** Certificates become valid this long before their issue, because the clocks of lab machines differ. */
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(10);

    private final X500Name issuer;
    private final PublicKey issuerKey;
    private final PrivateKey key;

    Signer(X500Name issuer, PublicKey issuerKey, PrivateKey key) {
        this.issuer = issuer;
        this.issuerKey = issuerKey;
        this.key = key;
    }

    static Signer of(X509Certificate issuer, PrivateKey key) {
        X500Name name = X500Name.getInstance(issuer.getSubjectX500Principal().getEncoded());
        return new Signer(name, issuer.getPublicKey(), key);
    }

    static X500Name subject(CertificateRequest request) {
        return request.purpose() == CertificatePurpose.AUTHORITY
                ? SubjectNames.authority(request.commonName())
                : SubjectNames.leaf(request.commonName());
    }

    /** A builder with everything that a regular certificate for this request has. The request's customization is not applied yet. */
    CertificateBuilder prepare(CertificateRequest request, PublicKey subjectKey, Instant now, Instant issuerExpires) {
        Instant end = now.plus(request.lifetime());
        CertificateBuilder builder = new CertificateBuilder(
                subject(request),
                subjectKey,
                now,
                now.minus(CLOCK_SKEW),
                end.isAfter(issuerExpires) ? issuerExpires : end);
        boolean authority = request.purpose() == CertificatePurpose.AUTHORITY;
        if (request.purpose() != CertificatePurpose.CONFIGMGR_CLIENT) {
            builder.put(Extension.basicConstraints, true, new BasicConstraints(authority));
        }
        builder.put(Extension.keyUsage, true, new KeyUsage(request.purpose().keyUsage(subjectKey.getAlgorithm())));
        builder.extendedKeyUsage(request.purpose().extendedKeyUsage());
        if (!request.names().isEmpty()) {
            builder.put(Extension.subjectAlternativeName, false, SubjectNames.alternatives(request.names()));
        }
        builder.put(Extension.subjectKeyIdentifier, false, identifiers().createSubjectKeyIdentifier(subjectKey));
        if (!subjectKey.equals(issuerKey)) {
            builder.put(Extension.authorityKeyIdentifier, false, identifiers().createAuthorityKeyIdentifier(issuerKey));
        }
        return builder;
    }

    static JcaX509ExtensionUtils identifiers() {
        try {
            return new JcaX509ExtensionUtils();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no SHA-1 for key identifiers", e);
        }
    }

    X509Certificate sign(CertificateBuilder builder) {
        try {
            X509v3CertificateBuilder encoder = new JcaX509v3CertificateBuilder(
                    issuer,
                    builder.serial(),
                    seconds(builder.notBefore()),
                    seconds(builder.notAfter()),
                    builder.subject(),
                    builder.publicKey());
            for (Extension extension : builder.extensions()) {
                encoder.addExtension(extension);
            }
            String algorithm = builder.signatureOr(KeyKind.signatureAlgorithm(issuerKey));
            return new JcaX509CertificateConverter()
                    .getCertificate(encoder.build(new JcaContentSignerBuilder(algorithm).build(key)));
        } catch (OperatorCreationException e) {
            throw new IllegalArgumentException("the issuer's key cannot make that signature", e);
        } catch (CertIOException | GeneralSecurityException e) {
            throw new IllegalStateException("the certificate of " + builder.subject() + " cannot be encoded", e);
        }
    }

    static Date seconds(Instant time) {
        return Date.from(time.truncatedTo(ChronoUnit.SECONDS));
    }
}
