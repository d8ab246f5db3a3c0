package opencmg.gateway.refusal;

import java.security.cert.X509Certificate;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Text that strangers may have written, made fit for a log, a terminal and a line-based reader. */
public final class PrintableText {

    private PrintableText() {}

    /** The same text with {@code \\xNN} in place of everything but printable ASCII and what follows U+00A0, line separators excepted. */
    public static String text(String foreign) {
        for (int i = 0; i < foreign.length(); i++) {
            if (!isPlain(foreign.charAt(i))) {
                return escaped(foreign);
            }
        }
        return foreign;
    }

    private static boolean isPlain(char c) {
        return (c >= ' ' && c < 0x7F) || (c >= 0xA0 && Character.getType(c) != Character.FORMAT && !isLineEnd(c));
    }

    private static boolean isLineEnd(char c) {
        return c == '\u2028' || c == '\u2029';
    }

    private static String escaped(String foreign) {
        StringBuilder plain = new StringBuilder(foreign.length() + 16);
        for (int i = 0; i < foreign.length(); i++) {
            char c = foreign.charAt(i);
            if (isPlain(c)) {
                plain.append(c);
            } else {
                plain.append(String.format("\\x%02X", (int) c));
            }
        }
        return plain.toString();
    }

    /** Text that a stranger wrote, short enough and clean enough for a log. */
    public static String quoted(@Nullable String foreign) {
        if (foreign == null) {
            return "absent";
        }
        String clean = foreign.replaceAll("[^\\x20-\\x7E]", "?");
        return "'" + (clean.length() > 128 ? clean.substring(0, 128) + "..." : clean) + "'";
    }

    /** A certificate for people: its subject and serial number. */
    public static String certificate(X509Certificate certificate) {
        return "'" + certificate.getSubjectX500Principal().getName() + "' serial " + serial(certificate);
    }

    /** The serial number of a certificate in upper-case hex. */
    public static String serial(X509Certificate certificate) {
        return certificate.getSerialNumber().toString(16).toUpperCase(Locale.ROOT);
    }
}
