package opencmg.settings.site;

import java.util.List;

/**
 * Decodes request paths and matches them with endpoints (protocol.md 1.2). The gateway and the connection point both use this class: a path that one
 * of them accepts, the other one understands in the same way.
 *
 * <p>Endpoints are matched on the decoded path, but the path is forwarded as received. Therefore everything that some server would normalise into
 * another path is refused: dot segments in every spelling, empty segments, backslashes, encoded slashes, encoded percent signs (double encoding),
 * path parameters ({@code ;}), characters outside printable ASCII, segments that end in a dot or a blank (Windows drops them), and characters that
 * name streams or wildcards on Windows.
 */
public final class EndpointPath {

    private static final String NEVER = "\\%?#:;*<>|\"";

    /** The characters of a path, as a table: searching the text above took 2 % of the gateway's CPU time. */
    private static final boolean[] ALLOWED = new boolean[128];

    static {
        for (char character = ' '; character <= '~'; character++) {
            ALLOWED[character] = NEVER.indexOf(character) < 0;
        }
    }

    private EndpointPath() {}

    /**
     * The decoded path of a request target.
     *
     * @param target raw path and query, for example {@code /%53MS_MP/.sms_aut?MPLIST}. The query is checked, but not decoded: it may contain
     *     everything that breaks neither request lines nor logs
     * @return the path with its percent escapes decoded: printable ASCII, whole segments, for example {@code /SMS_MP/.sms_aut}. A slash at the end
     *     is kept
     * @throws MalformedPathException when the target can be read in more than one way
     */
    public static String decode(String target) {
        int question = target.indexOf('?');
        if (question >= 0) {
            checkQuery(target, question + 1);
        }
        String raw = question < 0 ? target : target.substring(0, question);
        if (raw.isEmpty() || raw.charAt(0) != '/') {
            throw new MalformedPathException("it does not begin with a slash");
        }
        if (raw.indexOf(' ') >= 0) {
            throw new MalformedPathException("it has a blank");
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

    /**
     * Finds the endpoint of a path: the one with the longest path that is a prefix of whole segments, case-insensitive.
     *
     * @param path as {@link #decode} returns it, beginning after the role id
     * @return the index in the list; -1 when no endpoint matches
     */
    public static int indexOf(List<Endpoint> endpoints, String path) {
        int best = -1;
        int longest = 0;
        for (int i = 0; i < endpoints.size(); i++) {
            String endpoint = endpoints.get(i).path();
            if (endpoint.length() > longest && isWithin(path, endpoint)) {
                best = i;
                longest = endpoint.length();
            }
        }
        return best;
    }

    private static boolean isWithin(String path, String endpoint) {
        int length = endpoint.length();
        return path.regionMatches(true, 0, endpoint, 0, length)
                && (path.length() == length || path.charAt(length) == '/');
    }

    private static void checkQuery(String target, int start) {
        for (int i = start; i < target.length(); i++) {
            char character = target.charAt(i);
            if (character <= ' ' || character > '~' || character == '#') {
                throw new MalformedPathException("its query has a character that must be percent-encoded");
            }
        }
    }

    private static void checkCharacter(char character) {
        if (character >= ALLOWED.length || !ALLOWED[character]) {
            throw new MalformedPathException("it has the character " + (int) character);
        }
    }

    private static void checkSegment(String path, int start, int end) {
        if (start == end) {
            // A slash at the end is allowed: directories have one.
            if (end < path.length()) {
                throw new MalformedPathException("it has an empty segment");
            }
            return;
        }
        char last = path.charAt(end - 1);
        if (last == '.' || last == ' ') {
            throw new MalformedPathException("it has a segment of dots or one that ends in a dot or a blank");
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
            throw new MalformedPathException("it has a percent sign without two hexadecimal digits");
        }
        char character = (char) ((high << 4) | low);
        if (character == '/') {
            throw new MalformedPathException("it has an encoded slash");
        }
        return character;
    }

    /** ASCII only: Character.digit accepts the digits of all scripts. */
    private static int hex(char character) {
        return character <= 'f' ? Character.digit(character, 16) : -1;
    }
}
