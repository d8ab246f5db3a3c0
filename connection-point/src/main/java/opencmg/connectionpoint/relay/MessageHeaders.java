package opencmg.connectionpoint.relay;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.Set;
import opencmg.http.HeaderFields;

/** Which header fields go to the next hop, in both directions, and what the connection point reads in them. */
public final class MessageHeaders {

    /** From the gateway: seconds until the answer must have begun; not for the management point. */
    static final String DEADLINE = "x-opencmg-deadline";

    /** From the gateway: the id under which every hop logs the exchange. */
    static final String REQUEST_ID = "x-opencmg-request-id";

    /** To the gateway: what became of the candidates for the own client certificate, beside a 403.7. */
    static final String CERTIFICATE_FILTERS = "x-opencmg-certificate-filters";

    private static final String OURS = "x-opencmg-";

    /** Towards the management point: what the connection writes itself, and what is for this part. */
    private static final Set<String> OF_THE_CONNECTION = Set.of("host", "content-length", DEADLINE);

    private MessageHeaders() {}

    /** For the management point. The connection writes {@code Host} and the fields that frame a body anew. */
    static HeaderFields towardsUpstream(MultiMap received) {
        HeaderFields kept = new HeaderFields();
        HeaderFields.copyEndToEnd(received, kept, name -> OF_THE_CONNECTION.contains(name) || name.startsWith(":"));
        return kept;
    }

    /** For the gateway, without fields of this project's own that a server inside made up. */
    static HeaderFields towardsGateway(MultiMap received) {
        HeaderFields kept = new HeaderFields();
        HeaderFields.copyEndToEnd(received, kept, name -> name.startsWith(OURS));
        return kept;
    }

    /** Bytes of the body as announced, or -1. */
    static long contentLength(MultiMap headers) {
        String text = headers.get(HttpHeaders.CONTENT_LENGTH);
        try {
            return text == null ? -1 : Math.max(-1, Long.parseLong(text.strip()));
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    static boolean bearerToken(MultiMap headers) {
        String credential = headers.get(HttpHeaders.AUTHORIZATION);
        return credential != null && credential.regionMatches(true, 0, "Bearer ", 0, 7);
    }

    /** Seconds from 1 to 3600 that the gateway asks for, or the usual ones. */
    static int deadlineSeconds(MultiMap headers, int usual) {
        String text = headers.get(DEADLINE);
        try {
            return text == null ? usual : Math.min(3600, Math.max(1, Integer.parseInt(text)));
        } catch (NumberFormatException e) {
            return usual;
        }
    }
}
