package opencmg.gateway.refusal;

/** Text that strangers may have written, made fit for a log, a terminal and a line-based reader. */
public final class Plain {

    private Plain() {}

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
}
