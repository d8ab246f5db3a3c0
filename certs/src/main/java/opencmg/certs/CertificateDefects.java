package opencmg.certs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.bouncycastle.asn1.DEROctetString;

/** Named defects of a certificate, for {@link CertificateRequest#customize}. */
public final class CertificateDefects {

    private CertificateDefects() {}

    /** Expired yesterday, after a month. */
    public static Consumer<CertificateBuilder> expired() {
        return builder -> builder.validity(
                builder.now().minus(Duration.ofDays(31)), builder.now().minus(Duration.ofDays(1)));
    }

    /** Becomes valid tomorrow. */
    public static Consumer<CertificateBuilder> notYetValid() {
        return builder -> builder.validity(
                builder.now().plus(Duration.ofDays(1)), builder.now().plus(Duration.ofDays(31)));
    }

    /** Valid for code signing only. */
    public static Consumer<CertificateBuilder> forCodeSigning() {
        return builder -> builder.extendedKeyUsage(List.of("1.3.6.1.5.5.7.3.3"));
    }

    /** Has no extended key usage, which RFC 5280 reads as any usage. */
    public static Consumer<CertificateBuilder> withoutExtendedKeyUsage() {
        return builder -> builder.extendedKeyUsage(List.of());
    }

    /** Has an unknown private extension of that many bytes. A validator must refuse an unknown critical extension. */
    public static Consumer<CertificateBuilder> withUnknownExtension(int bytes, boolean critical) {
        return builder -> builder.extension("1.3.6.1.4.1.55555.1.1", critical, octetString(bytes));
    }

    /** Has the serial number of another certificate. */
    public static Consumer<CertificateBuilder> withSerialOf(X509Certificate other) {
        BigInteger serial = other.getSerialNumber();
        return builder -> builder.serial(serial);
    }

    /** An authority that may not issue further authorities. */
    public static Consumer<CertificateBuilder> withoutSubordinates() {
        return builder -> builder.pathLength(0);
    }

    /** An authority that may issue for names in that domain only. */
    public static Consumer<CertificateBuilder> limitedToDomain(String domain) {
        return builder -> builder.permittedDomains(domain);
    }

    private static byte[] octetString(int bytes) {
        try {
            return new DEROctetString(new byte[bytes]).getEncoded();
        } catch (IOException e) {
            throw new UncheckedIOException("an octet string always has an encoding", e);
        }
    }
}
