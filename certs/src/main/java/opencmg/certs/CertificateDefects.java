package opencmg.certs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.bouncycastle.asn1.DEROctetString;

/** What can be wrong with a certificate, by name; for {@link CertificateRequest#odd}. */
public final class CertificateDefects {

    private CertificateDefects() {}

    /** Was good for a month and ended yesterday. */
    public static Consumer<CertificateBuilder> expired() {
        return draft -> draft.validity(
                draft.now().minus(Duration.ofDays(31)), draft.now().minus(Duration.ofDays(1)));
    }

    /** Becomes good tomorrow. */
    public static Consumer<CertificateBuilder> notYetValid() {
        return draft ->
                draft.validity(draft.now().plus(Duration.ofDays(1)), draft.now().plus(Duration.ofDays(31)));
    }

    /** Is good for code signing only. */
    public static Consumer<CertificateBuilder> forCodeSigning() {
        return draft -> draft.extendedKeyUsage(List.of("1.3.6.1.5.5.7.3.3"));
    }

    /** Says nothing of what it is good for, which RFC 5280 reads as everything. */
    public static Consumer<CertificateBuilder> withoutExtendedKeyUsage() {
        return draft -> draft.extendedKeyUsage(List.of());
    }

    /** Carries a private extension of that many bytes that nobody knows; critical ones must be refused by all. */
    public static Consumer<CertificateBuilder> withUnknownExtension(int bytes, boolean critical) {
        return draft -> draft.extension("1.3.6.1.4.1.55555.1.1", critical, octetString(bytes));
    }

    /** Has the serial number of another. */
    public static Consumer<CertificateBuilder> withSerialOf(X509Certificate other) {
        BigInteger serial = other.getSerialNumber();
        return draft -> draft.serial(serial);
    }

    /** An authority under which no other may stand. */
    public static Consumer<CertificateBuilder> lastAuthority() {
        return draft -> draft.pathLength(0);
    }

    /** An authority for names under that domain alone. */
    public static Consumer<CertificateBuilder> onlyUnder(String domain) {
        return draft -> draft.onlyUnder(domain);
    }

    private static byte[] octetString(int bytes) {
        try {
            return new DEROctetString(new byte[bytes]).getEncoded();
        } catch (IOException e) {
            throw new UncheckedIOException("an octet string always has an encoding", e);
        }
    }
}
