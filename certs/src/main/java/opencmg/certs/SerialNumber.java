package opencmg.certs;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.regex.Pattern;

/** Serial numbers: 128 random bits, so that authorities and runs never collide, written in lower-case hex. */
final class SerialNumber {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{1,40}");

    private SerialNumber() {}

    /** A random positive number (RFC 5280 section 4.1.2.2). */
    static BigInteger random() {
        BigInteger serial = new BigInteger(128, RANDOM);
        return serial.signum() > 0 ? serial : random();
    }

    static String text(BigInteger serial) {
        return serial.toString(16);
    }

    /** Parses the spellings of other tools: either case, with or without colons and a leading 0x. */
    static BigInteger parse(String text) {
        String hex = text.replace(":", "").toLowerCase(Locale.ROOT);
        String digits = hex.startsWith("0x") ? hex.substring(2) : hex;
        if (!HEX.matcher(digits).matches()) {
            throw new InvalidCertificateRequestException(
                    "\"" + text + "\" is neither a file nor a serial number in hex, for example 4f09c2e17ab3");
        }
        return new BigInteger(digits, 16);
    }
}
