package opencmg.connectionpoint.relay;

import java.util.Locale;

/** What a path may look like before it is given to a server inside. */
final class PathRules {

    private PathRules() {}

    /** Whether a tail is the endpoint or below it: whole segments, without regard to case (protocol.md 1.2). */
    static boolean isBelow(String tail, String endpoint) {
        if (!tail.regionMatches(true, 0, endpoint, 0, endpoint.length())) {
            return false;
        }
        return tail.length() == endpoint.length()
                || tail.charAt(endpoint.length()) == '/'
                || tail.charAt(endpoint.length()) == '?';
    }

    /**
     * Whether a target can go into a request line and stays below its endpoint. Dot segments are looked for as IIS understands them: decoded
     * once, with the backslash as a separator.
     */
    static boolean harmless(String target) {
        for (int i = 0; i < target.length(); i++) {
            char c = target.charAt(i);
            if (c <= ' ' || c >= 127) {
                return false;
            }
        }
        int query = target.indexOf('?');
        String path = query < 0 ? target : target.substring(0, query);
        return !path.contains("#") && !hasDotSegment(path);
    }

    private static boolean hasDotSegment(String path) {
        if (!path.contains(".") && !path.contains("%")) {
            return false;
        }
        String plain = path.toLowerCase(Locale.ROOT)
                        .replace("%2e", ".")
                        .replace("%2f", "/")
                        .replace("%5c", "/")
                        .replace('\\', '/')
                + "/";
        return plain.contains("/../") || plain.contains("/./");
    }
}
