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
 * An order becomes a draft, and a draft a certificate. Bouncy Castle only puts the bytes together: the signatures are the Java
 * runtime's own, and so no provider has to be registered.
 */
final class Signer {

    /** Certificates begin this long before their issue, since clocks in a lab differ. */
    private static final Duration EARLIER = Duration.ofMinutes(10);

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

    static X500Name subject(CertificateRequest order) {
        return order.purpose() == CertificatePurpose.AUTHORITY
                ? SubjectNames.authority(order.commonName())
                : SubjectNames.leaf(order.commonName());
    }

    /** All that a regular certificate of that order has; the order's own changes come last. */
    CertificateBuilder draft(CertificateRequest order, PublicKey subjectKey, Instant now, Instant issuerEnds) {
        Instant end = now.plus(order.lifetime());
        CertificateBuilder draft = new CertificateBuilder(
                subject(order), subjectKey, now, now.minus(EARLIER), end.isAfter(issuerEnds) ? issuerEnds : end);
        boolean authority = order.purpose() == CertificatePurpose.AUTHORITY;
        if (order.purpose() != CertificatePurpose.CONFIGMGR_CLIENT) {
            draft.put(Extension.basicConstraints, true, new BasicConstraints(authority));
        }
        draft.put(Extension.keyUsage, true, new KeyUsage(order.purpose().keyUsage(subjectKey.getAlgorithm())));
        draft.extendedKeyUsage(order.purpose().extendedKeyUsage());
        if (!order.names().isEmpty()) {
            draft.put(Extension.subjectAlternativeName, false, SubjectNames.alternatives(order.names()));
        }
        draft.put(Extension.subjectKeyIdentifier, false, identifiers().createSubjectKeyIdentifier(subjectKey));
        if (!subjectKey.equals(issuerKey)) {
            draft.put(Extension.authorityKeyIdentifier, false, identifiers().createAuthorityKeyIdentifier(issuerKey));
        }
        return draft;
    }

    static JcaX509ExtensionUtils identifiers() {
        try {
            return new JcaX509ExtensionUtils();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no SHA-1 for key identifiers", e);
        }
    }

    X509Certificate sign(CertificateBuilder draft) {
        try {
            X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    issuer,
                    draft.serial(),
                    seconds(draft.notBefore()),
                    seconds(draft.notAfter()),
                    draft.subject(),
                    draft.publicKey());
            for (Extension extension : draft.extensions()) {
                builder.addExtension(extension);
            }
            String algorithm = draft.signatureOr(KeyKind.signatureOf(issuerKey));
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder(algorithm).build(key)));
        } catch (OperatorCreationException e) {
            throw new IllegalArgumentException("the issuer's key cannot make that signature", e);
        } catch (CertIOException | GeneralSecurityException e) {
            throw new IllegalStateException("the certificate of " + draft.subject() + " cannot be encoded", e);
        }
    }

    static Date seconds(Instant time) {
        return Date.from(time.truncatedTo(ChronoUnit.SECONDS));
    }
}
