package opencmg.certs;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CRLException;
import java.security.cert.X509CRL;
import java.time.Instant;
import java.util.Collection;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CRLConverter;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A signed revocation list with an increasing number (RFC 5280 section 5). */
public record RevocationList(X509CRL crl) {

    static RevocationList sign(
            IssuedCertificate issuer,
            BigInteger number,
            Collection<LedgerEntry> entries,
            Instant now,
            Instant nextUpdate) {
        try {
            X509v2CRLBuilder builder = new JcaX509v2CRLBuilder(issuer.certificate(), Signer.seconds(now));
            builder.setNextUpdate(Signer.seconds(nextUpdate));
            for (LedgerEntry entry : entries) {
                LedgerEntry.Revocation revocation = entry.revocation();
                if (revocation != null) {
                    builder.addCRLEntry(
                            entry.serial(),
                            Signer.seconds(revocation.at()),
                            revocation.reason().code());
                }
            }
            builder.addExtension(Extension.cRLNumber, false, new CRLNumber(number));
            builder.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    Signer.identifiers()
                            .createAuthorityKeyIdentifier(issuer.certificate().getPublicKey()));
            String algorithm = KeyKind.signatureAlgorithm(issuer.certificate().getPublicKey());
            return new RevocationList(new JcaX509CRLConverter()
                    .getCRL(builder.build(new JcaContentSignerBuilder(algorithm).build(issuer.key()))));
        } catch (OperatorCreationException | GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the revocation list cannot be signed", e);
        }
    }

    /** The CRL number: one more than that of the previous list. */
    public BigInteger number() {
        byte[] value = crl.getExtensionValue(Extension.cRLNumber.getId());
        return ASN1Integer.getInstance(ASN1OctetString.getInstance(value).getOctets())
                .getValue();
    }

    /** The encoded list, media type {@code application/pkix-crl}. */
    public byte[] der() {
        try {
            return crl.getEncoded();
        } catch (CRLException e) {
            throw new IllegalStateException("a revocation list without an encoding", e);
        }
    }

    /** Replaces the file atomically with the DER encoding. */
    public void write(Path file) throws IOException {
        AtomicFile.write(file, der());
    }
}
