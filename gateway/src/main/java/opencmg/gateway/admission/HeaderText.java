package opencmg.gateway.admission;

import java.nio.charset.StandardCharsets;

/** Text of any kind as the value of a header field: what is not printable ASCII, and the percent sign, is percent-encoded UTF-8. */
final class HeaderText {

    private static final int LONGEST = 1024;

    private HeaderText() {}

    static String of(String text) {
        return isPlain(text) ? text : encode(text);
    }

    private static boolean isPlain(String text) {
        if (text.length() > LONGEST) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (!isPlain(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPlain(int character) {
        return character >= ' ' && character <= '~' && character != '%';
    }

    private static String encode(String text) {
        StringBuilder encoded = new StringBuilder(text.length() + 16);
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            if (encoded.length() >= LONGEST) {
                break;
            }
            if (isPlain(octet)) {
                encoded.append((char) octet);
            } else {
                encoded.append(String.format("%%%02X", octet & 0xFF));
            }
        }
        return encoded.toString();
    }
}
