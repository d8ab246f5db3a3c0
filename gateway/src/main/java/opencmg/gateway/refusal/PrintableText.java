package opencmg.gateway.refusal;

import java.security.cert.X509Certificate;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Makes untrusted text safe for logs, terminals and line-based readers. */
public final class PrintableText {

    private PrintableText() {}

    /** Escapes control characters, format characters and line separators as {@code \\xNN}; keeps printable text of any script. */
    public static String text(String untrusted) {
        for (int i = 0; i < untrusted.length(); i++) {
            if (!isPlain(untrusted.charAt(i))) {
                return escaped(untrusted);
            }
        }
        return untrusted;
    }

    private static boolean isPlain(char c) {
        return (c >= ' ' && c < 0x7F) || (c >= 0xA0 && Character.getType(c) != Character.FORMAT && !isLineEnd(c));
    }

    private static boolean isLineEnd(char c) {
        return c == '\u2028' || c == '\u2029';
    }

    private static String escaped(String untrusted) {
        StringBuilder plain = new StringBuilder(untrusted.length() + 16);
        for (int i = 0; i < untrusted.length(); i++) {
            char c = untrusted.charAt(i);
            if (isPlain(c)) {
                plain.append(c);
            } else {
                plain.append(String.format("\\x%02X", (int) c));
            }
        }
        return plain.toString();
    }

    /** Quotes untrusted text for a message: at most 128 characters, ASCII only; {@code absent} for null. */
    public static String quoted(@Nullable String untrusted) {
        if (untrusted == null) {
            return "absent";
        }
        String clean = untrusted.replaceAll("[^\\x20-\\x7E]", "?");
        return "'" + (clean.length() > 128 ? clean.substring(0, 128) + "..." : clean) + "'";
    }

    /** The subject and serial number of a certificate, for messages. */
    public static String certificate(X509Certificate certificate) {
        return "'" + certificate.getSubjectX500Principal().getName() + "' serial " + serial(certificate);
    }

    /** The serial number of a certificate in upper-case hex. */
    public static String serial(X509Certificate certificate) {
        return certificate.getSerialNumber().toString(16).toUpperCase(Locale.ROOT);
    }
}
