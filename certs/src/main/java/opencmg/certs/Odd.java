package opencmg.certs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.bouncycastle.asn1.DEROctetString;

/** What can be wrong with a certificate, by name; for {@link Order#odd}. */
public final class Odd {

    private Odd() {}

    /** Was good for a month and ended yesterday. */
    public static Consumer<Draft> expired() {
        return draft -> draft.validity(
                draft.now().minus(Duration.ofDays(31)), draft.now().minus(Duration.ofDays(1)));
    }

    /** Becomes good tomorrow. */
    public static Consumer<Draft> notYetValid() {
        return draft ->
                draft.validity(draft.now().plus(Duration.ofDays(1)), draft.now().plus(Duration.ofDays(31)));
    }

    /** Is good for code signing only. */
    public static Consumer<Draft> forCodeSigning() {
        return draft -> draft.extendedKeyUsage(List.of("1.3.6.1.5.5.7.3.3"));
    }

    /** Says nothing of what it is good for, which RFC 5280 reads as everything. */
    public static Consumer<Draft> withoutExtendedKeyUsage() {
        return draft -> draft.extendedKeyUsage(List.of());
    }

    /** Carries a private extension of that many bytes that nobody knows; critical ones must be refused by all. */
    public static Consumer<Draft> withUnknownExtension(int bytes, boolean critical) {
        return draft -> draft.extension("1.3.6.1.4.1.55555.1.1", critical, octetString(bytes));
    }

    /** Has the serial number of another. */
    public static Consumer<Draft> withSerialOf(X509Certificate other) {
        BigInteger serial = other.getSerialNumber();
        return draft -> draft.serial(serial);
    }

    /** An authority under which no other may stand. */
    public static Consumer<Draft> lastAuthority() {
        return draft -> draft.pathLength(0);
    }

    /** An authority for names under that domain alone. */
    public static Consumer<Draft> onlyUnder(String domain) {
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
