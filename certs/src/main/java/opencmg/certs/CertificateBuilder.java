package opencmg.certs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.URI;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.jspecify.annotations.Nullable;

/**
 * A certificate before it is signed; everything in it can still be changed. Object identifiers are dotted text and extension
 * values are DER, so that a test needs no ASN.1 library. Used on one thread, within {@link CertificateRequest#customize}.
 */
public final class CertificateBuilder {

    private final Instant now;
    private final PublicKey publicKey;
    private final Map<ASN1ObjectIdentifier, Extension> extensions = new LinkedHashMap<>();
    private X500Name subject;
    private BigInteger serial = SerialNumber.random();
    private Instant notBefore;
    private Instant notAfter;
    private @Nullable String signature;

    CertificateBuilder(X500Name subject, PublicKey publicKey, Instant now, Instant notBefore, Instant notAfter) {
        this.subject = subject;
        this.publicKey = publicKey;
        this.now = now;
        this.notBefore = notBefore;
        this.notAfter = notAfter;
    }

    /** The time of issue by the authority's clock. */
    public Instant now() {
        return now;
    }

    public void serial(BigInteger newSerial) {
        serial = newSerial;
    }

    /** Fractions of seconds are dropped: X.509 has whole seconds only. */
    public void validity(Instant from, Instant to) {
        notBefore = from;
        notAfter = to;
    }

    /** The whole distinguished name, for example {@code CN=PC01, O=Other}. */
    public void subject(String distinguishedName) {
        subject = new X500Name(distinguishedName);
    }

    /** JCA name of the signature algorithm, for example {@code SHA1withRSA}; it must fit the issuer's key. */
    public void signature(String jcaName) {
        signature = jcaName;
    }

    /** Sets any extension; replaces one with the same identifier. */
    public void extension(String oid, boolean critical, byte[] der) {
        ASN1ObjectIdentifier id = new ASN1ObjectIdentifier(oid);
        extensions.put(id, new Extension(id, critical, der));
    }

    public void withoutExtension(String oid) {
        extensions.remove(new ASN1ObjectIdentifier(oid));
    }

    /** Replaces the usages; an empty collection removes the extension. */
    public void extendedKeyUsage(Collection<String> oids) {
        extensions.remove(Extension.extendedKeyUsage);
        if (!oids.isEmpty()) {
            KeyPurposeId[] ids = oids.stream()
                    .map(oid -> KeyPurposeId.getInstance(new ASN1ObjectIdentifier(oid)))
                    .toArray(KeyPurposeId[]::new);
            put(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(ids));
        }
    }

    /** Makes it an authority with a limited number of authorities below it. */
    public void pathLength(int authoritiesBelow) {
        put(Extension.basicConstraints, true, new BasicConstraints(authoritiesBelow));
    }

    /** Restricts an authority to host names in these domains. */
    public void permittedDomains(String... domains) {
        GeneralSubtree[] permitted = Arrays.stream(domains)
                .map(domain -> new GeneralSubtree(new GeneralName(GeneralName.dNSName, domain)))
                .toArray(GeneralSubtree[]::new);
        put(Extension.nameConstraints, true, new NameConstraints(permitted, null));
    }

    /** Sets the URLs of the revocation list, one distribution point each; without URLs the extension is removed. */
    public void crlDistributionPoints(URI... urls) {
        extensions.remove(Extension.cRLDistributionPoints);
        if (urls.length > 0) {
            DistributionPoint[] points =
                    Stream.of(urls).map(CertificateBuilder::distributionPoint).toArray(DistributionPoint[]::new);
            put(Extension.cRLDistributionPoints, false, new CRLDistPoint(points));
        }
    }

    private static DistributionPoint distributionPoint(URI url) {
        GeneralName name = new GeneralName(GeneralName.uniformResourceIdentifier, url.toString());
        return new DistributionPoint(new DistributionPointName(new GeneralNames(name)), null, null);
    }

    void put(ASN1ObjectIdentifier id, boolean critical, ASN1Encodable value) {
        try {
            extensions.put(
                    id, new Extension(id, critical, value.toASN1Primitive().getEncoded("DER")));
        } catch (IOException e) {
            throw new UncheckedIOException("extension " + id + " has no encoding", e);
        }
    }

    X500Name subject() {
        return subject;
    }

    PublicKey publicKey() {
        return publicKey;
    }

    BigInteger serial() {
        return serial;
    }

    Instant notBefore() {
        return notBefore;
    }

    Instant notAfter() {
        return notAfter;
    }

    String signatureOr(String fallback) {
        return signature == null ? fallback : signature;
    }

    Collection<Extension> extensions() {
        return extensions.values();
    }
}
