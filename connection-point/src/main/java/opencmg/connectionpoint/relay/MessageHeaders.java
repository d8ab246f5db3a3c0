package opencmg.connectionpoint.relay;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import opencmg.http.HeaderFields;
import org.jspecify.annotations.Nullable;

/** Which headers go to the next hop (RFC 9110 section 7.6.1), both ways. */
public final class MessageHeaders {

    /** From the gateway: seconds until the answer must have begun; not for the management point. */
    static final String DEADLINE = "x-opencmg-deadline";

    /** From the gateway: the id under which every hop logs the exchange. */
    static final String REQUEST_ID = "x-opencmg-request-id";

    /** To the gateway: what became of the candidates for the own client certificate, beside a 403.7. */
    static final String CERTIFICATE_FILTERS = "x-opencmg-certificate-filters";

    private static final String OURS = "x-opencmg-";
    private static final String CONNECTION = "connection";

    /** Proxy-* is dropped as a whole; Expect is for the hop that waits before it sends, and here nobody does. */
    private static final Set<String> OF_ONE_HOP = Set.of(
            "connection", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade", "http2-settings", "expect");

    /** Towards the management point: what the connection writes itself, and what is for this part. */
    private static final Set<String> OF_THE_CONNECTION = Set.of("host", "content-length", DEADLINE);

    private MessageHeaders() {}

    /** What the management point gets. {@code Host} and what frames a body is left to the connection, which writes them anew. */
    static MultiMap towardsUpstream(MultiMap received) {
        Set<String> named = namedByConnection(received);
        MultiMap kept = new HeaderFields();
        received.forEach((field, value) -> {
            String name = field.toLowerCase(Locale.ROOT);
            if (!ofOneHop(name, named) && !OF_THE_CONNECTION.contains(name) && !name.startsWith(":")) {
                kept.add(field, value);
            }
        });
        return kept;
    }

    /** What the gateway gets: names in lower case, and none of this project's own that a server inside made up. */
    static MultiMap towardsGateway(MultiMap received) {
        Set<String> named = namedByConnection(received);
        MultiMap kept = new HeaderFields();
        received.forEach((field, value) -> {
            String name = field.toLowerCase(Locale.ROOT);
            if (!ofOneHop(name, named) && !name.startsWith(OURS)) {
                kept.add(name, value);
            }
        });
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

    private static boolean ofOneHop(String name, @Nullable Set<String> named) {
        return OF_ONE_HOP.contains(name) || name.startsWith("proxy-") || (named != null && named.contains(name));
    }

    /** Null where there is no Connection header or one that names nothing, as is the rule. */
    private static @Nullable Set<String> namedByConnection(MultiMap headers) {
        String first = headers.get(CONNECTION);
        if (first == null
                || (first.equalsIgnoreCase("keep-alive")
                        && headers.getAll(CONNECTION).size() == 1)) {
            return null;
        }
        Set<String> names = new HashSet<>();
        for (String value : headers.getAll(CONNECTION)) {
            for (String name : value.toLowerCase(Locale.ROOT).split(",", -1)) {
                names.add(name.strip());
            }
        }
        return names;
    }
}
