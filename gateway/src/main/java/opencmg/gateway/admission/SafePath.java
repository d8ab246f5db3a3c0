package opencmg.gateway.admission;

import opencmg.gateway.refusal.Refusal;
import opencmg.gateway.refusal.RefusalReason;

/**
 * Paths that every server behind the gateway reads alike. The published prefix is matched on the decoded path and the path goes on as received;
 * so whatever some server would normalise into another path is refused here: dot segments in every spelling, empty segments, backslashes,
 * encoded separators, encoded percent signs (double encoding), path parameters, anything outside ASCII, endings in a dot or a blank (Windows
 * drops them), and characters that name streams or wildcards on Windows.
 */
final class SafePath {

    private static final String NEVER = "\\%?#:;*<>|\"";

    /** The characters of a path, as a table: looking each one up in the text above took 2 % of the gateway's CPU. */
    private static final boolean[] ALLOWED = new boolean[128];

    static {
        for (char character = ' '; character <= '~'; character++) {
            ALLOWED[character] = NEVER.indexOf(character) < 0;
        }
    }

    private SafePath() {}

    /** @return the path with its percent escapes decoded, printable ASCII, whole segments, for example {@code /SMS_MP/.sms_aut} */
    static String decode(String raw) {
        if (raw.isEmpty() || raw.charAt(0) != '/') {
            throw malformed("it does not begin with a slash");
        }
        if (raw.indexOf(' ') >= 0) {
            throw malformed("it has a blank");
        }
        String path = raw.indexOf('%') < 0 ? raw : unescape(raw);
        int start = 1;
        for (int i = 1; i <= path.length(); i++) {
            if (i == path.length() || path.charAt(i) == '/') {
                checkSegment(path, start, i);
                start = i + 1;
            } else {
                checkCharacter(path.charAt(i));
            }
        }
        return path;
    }

    /** The query goes on as received; only what breaks request lines and logs is refused. */
    static void checkQuery(String query) {
        for (int i = 0; i < query.length(); i++) {
            char character = query.charAt(i);
            if (character <= ' ' || character > '~' || character == '#') {
                throw malformed("its query has a character that must be percent-encoded");
            }
        }
    }

    private static void checkCharacter(char character) {
        if (character >= ALLOWED.length || !ALLOWED[character]) {
            throw malformed("it has the character " + (int) character);
        }
    }

    private static void checkSegment(String path, int start, int end) {
        if (start == end) {
            // A slash at the very end is usual, for directories.
            if (end < path.length()) {
                throw malformed("it has an empty segment");
            }
            return;
        }
        char last = path.charAt(end - 1);
        if (last == '.' || last == ' ') {
            throw malformed("it has a segment of dots or one that ends in a dot or a blank");
        }
    }

    private static String unescape(String raw) {
        StringBuilder decoded = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char character = raw.charAt(i);
            if (character == '%') {
                character = escaped(raw, i);
                i += 2;
            }
            decoded.append(character);
        }
        return decoded.toString();
    }

    private static char escaped(String raw, int at) {
        int high = at + 2 < raw.length() ? hex(raw.charAt(at + 1)) : -1;
        int low = at + 2 < raw.length() ? hex(raw.charAt(at + 2)) : -1;
        if (high < 0 || low < 0) {
            throw malformed("it has a percent sign without two hexadecimal digits");
        }
        char character = (char) ((high << 4) | low);
        if (character == '/') {
            throw malformed("it has an encoded slash");
        }
        return character;
    }

    /** ASCII only: Character.digit takes the digits of all scripts. */
    private static int hex(char character) {
        return character <= 'f' ? Character.digit(character, 16) : -1;
    }

    private static Refusal malformed(String why) {
        return new Refusal(RefusalReason.PATH_MALFORMED, "the path is refused: " + why);
    }
}
