package opencmg.http;

import io.vertx.core.MultiMap;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What stands before an answer's body.
 *
 * @param minorVersion of HTTP/1: 0 or 1
 * @param status 100 to 599
 * @param phrase may be empty
 * @param fields names in lower case
 */
public record ResponseHead(int minorVersion, int status, String phrase, MultiMap fields) {

    /** Another one follows (RFC 9110 section 15.2). */
    public boolean isInterim() {
        return status < 200;
    }

    /** Of its body, as {@link Framing} tells it: HTTP gives none to some answers, whatever their fields say (RFC 9112 section 6.3). */
    public long lengthOfBody(boolean toHead) throws HttpSyntaxException {
        long announced = Framing.announced(minorVersion, fields);
        return toHead || status == 204 || status == 304 ? 0 : announced;
    }

    /** Whether the server lets the connection be used again (RFC 9112 section 9.3). */
    public boolean keepsConnection() {
        String options = String.join(",", fields.getAll("connection")).toLowerCase(Locale.ROOT);
        if (options.isEmpty() || options.equals("keep-alive")) { // as a rule
            return minorVersion > 0 || !options.isEmpty();
        }
        List<String> all =
                Arrays.stream(options.split(",", -1)).map(String::strip).toList();
        return !all.contains("close") && (minorVersion > 0 || all.contains("keep-alive"));
    }

    /** Seconds for which the server says it will keep it; a great number where it says nothing. */
    public int keepAliveSeconds() {
        String said = fields.get("keep-alive");
        if (said == null) {
            return Integer.MAX_VALUE;
        }
        for (String parameter : said.toLowerCase(Locale.ROOT).split(",", -1)) {
            String word = parameter.strip();
            if (word.matches("timeout=[0-9]{1,9}")) {
                return Integer.parseInt(word.substring("timeout=".length()));
            }
        }
        return Integer.MAX_VALUE;
    }
}
