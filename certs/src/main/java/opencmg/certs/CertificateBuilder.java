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
 * A certificate that is not signed yet: everything in it may still be bent. Object identifiers are dotted text and extension
 * values DER, so that a test needs no ASN.1 library. Used on one thread, within {@link CertificateRequest#odd}.
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

    /** The time of the issue, by the authority's clock. */
    public Instant now() {
        return now;
    }

    public void serial(BigInteger other) {
        serial = other;
    }

    /** Certificates know whole seconds only. */
    public void validity(Instant from, Instant to) {
        notBefore = from;
        notAfter = to;
    }

    /** The whole distinguished name, for example {@code CN=PC01, O=Other}. */
    public void subject(String distinguishedName) {
        subject = new X500Name(distinguishedName);
    }

    /** JCA name of the signature, for example {@code SHA1withRSA}; the issuer's key must be able to make it. */
    public void signature(String jcaName) {
        signature = jcaName;
    }

    /** Any extension, in place of one with the same identifier. */
    public void extension(String oid, boolean critical, byte[] der) {
        ASN1ObjectIdentifier id = new ASN1ObjectIdentifier(oid);
        extensions.put(id, new Extension(id, critical, der));
    }

    public void withoutExtension(String oid) {
        extensions.remove(new ASN1ObjectIdentifier(oid));
    }

    /** These usages alone; with none the extension is left out. */
    public void extendedKeyUsage(Collection<String> oids) {
        extensions.remove(Extension.extendedKeyUsage);
        if (!oids.isEmpty()) {
            KeyPurposeId[] ids = oids.stream()
                    .map(oid -> KeyPurposeId.getInstance(new ASN1ObjectIdentifier(oid)))
                    .toArray(KeyPurposeId[]::new);
            put(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(ids));
        }
    }

    /** Makes it an authority below which at most that many further authorities may stand. */
    public void pathLength(int authoritiesBelow) {
        put(Extension.basicConstraints, true, new BasicConstraints(authoritiesBelow));
    }

    /** An authority that may issue for host names under these domains only. */
    public void onlyUnder(String... domains) {
        GeneralSubtree[] permitted = Arrays.stream(domains)
                .map(domain -> new GeneralSubtree(new GeneralName(GeneralName.dNSName, domain)))
                .toArray(GeneralSubtree[]::new);
        put(Extension.nameConstraints, true, new NameConstraints(permitted, null));
    }

    /** Where the revocation list that covers this certificate is found: one distribution point each; with none, none. */
    public void revocationListsAt(URI... places) {
        extensions.remove(Extension.cRLDistributionPoints);
        if (places.length > 0) {
            DistributionPoint[] points =
                    Stream.of(places).map(CertificateBuilder::distributionPoint).toArray(DistributionPoint[]::new);
            put(Extension.cRLDistributionPoints, false, new CRLDistPoint(points));
        }
    }

    private static DistributionPoint distributionPoint(URI place) {
        GeneralName name = new GeneralName(GeneralName.uniformResourceIdentifier, place.toString());
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

    String signatureOr(String usual) {
        return signature == null ? usual : signature;
    }

    Collection<Extension> extensions() {
        return extensions.values();
    }
}
