package opencmg.connectionpoint.relay;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.Set;
import opencmg.http.HeaderFields;

/** Selects the header fields that are forwarded to the next hop, in both directions, and parses those that the connection point uses. */
final class MessageHeaders {

    /** From the gateway: seconds until the response must have begun. Not forwarded. */
    static final String DEADLINE = "x-opencmg-deadline";

    /** From the gateway: the id under which every hop logs the exchange. */
    static final String REQUEST_ID = "x-opencmg-request-id";

    /** To the gateway with a 403.7: how many candidates for our client certificate each filter left. */
    static final String CERTIFICATE_FILTERS = "x-opencmg-certificate-filters";

    private static final String OWN_PREFIX = "x-opencmg-";

    /** What the connection writes itself, and what is for the connection point. */
    private static final Set<String> NOT_FOR_UPSTREAM = Set.of("host", "content-length", DEADLINE);

    private MessageHeaders() {}

    /** Without {@code Host} and the framing of the body, which the connection writes itself. */
    static HeaderFields toUpstream(MultiMap received) {
        HeaderFields forwarded = new HeaderFields();
        HeaderFields.copyEndToEnd(received, forwarded, name -> NOT_FOR_UPSTREAM.contains(name) || name.startsWith(":"));
        return forwarded;
    }

    /** Without {@code X-OpenCMG-*} fields, which an upstream has no business to set. */
    static HeaderFields toGateway(MultiMap received) {
        HeaderFields forwarded = new HeaderFields();
        HeaderFields.copyEndToEnd(received, forwarded, name -> name.startsWith(OWN_PREFIX));
        return forwarded;
    }

    /** The announced length of the body in bytes, or -1. */
    static long contentLength(MultiMap headers) {
        String text = headers.get(HttpHeaders.CONTENT_LENGTH);
        try {
            return text == null ? -1 : Math.max(-1, Long.parseLong(text.strip()));
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    static boolean hasBearerToken(MultiMap headers) {
        String authorization = headers.get(HttpHeaders.AUTHORIZATION);
        return authorization != null && authorization.regionMatches(true, 0, "Bearer ", 0, 7);
    }

    /** The deadline that the gateway sets, from 1 to 3600 seconds, or the default. */
    static int deadlineSeconds(MultiMap headers, int defaultSeconds) {
        String text = headers.get(DEADLINE);
        try {
            return text == null ? defaultSeconds : Math.min(3600, Math.max(1, Integer.parseInt(text)));
        } catch (NumberFormatException e) {
            return defaultSeconds;
        }
    }
}
