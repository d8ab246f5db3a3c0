package opencmg.http;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Locale;

/**
 * The head of a received response.
 *
 * @param minorVersion of HTTP/1: 0 or 1
 * @param status 100 to 599
 * @param phrase may be empty
 * @param fields names in lower case
 */
public record ResponseHead(int minorVersion, int status, String phrase, HeaderFields fields) {

    /** The usual reason phrase of a status (RFC 9110 section 15), for example {@code Not Found}. */
    public static String usualPhrase(int status) {
        return HttpResponseStatus.valueOf(status).reasonPhrase();
    }

    /** Whether another response follows (RFC 9110 section 15.2). */
    public boolean isInterim() {
        return status < 200;
    }

    /**
     * The length of the body: bytes, {@link Framing#CHUNKED} or {@link Framing#UNSPECIFIED}. Some responses have no body, whatever their fields say (RFC
     * 9112 section 6.3 rule 1).
     *
     * @param toHead whether it answers a HEAD request
     */
    public long bodyLength(boolean toHead) throws HttpSyntaxException {
        long announced = Framing.bodyLength(minorVersion, fields);
        return toHead || status == 204 || status == 304 ? 0 : announced;
    }

    /** Whether the server allows another request on the connection (RFC 9112 section 9.3). */
    public boolean keepsConnection() {
        return Framing.keepsConnection(minorVersion, fields);
    }

    /** How long the server keeps an idle connection (Keep-Alive: timeout=5, RFC 2068 section 19.7.1), or a very large number when it does not say. */
    public int keepAliveSeconds() {
        String parameters = fields.get("keep-alive");
        if (parameters == null) {
            return Integer.MAX_VALUE;
        }
        for (String part : parameters.toLowerCase(Locale.ROOT).split(",", -1)) {
            String parameter = part.strip();
            if (parameter.matches("timeout=[0-9]{1,9}")) {
                return Integer.parseInt(parameter.substring("timeout=".length()));
            }
        }
        return Integer.MAX_VALUE;
    }
}
