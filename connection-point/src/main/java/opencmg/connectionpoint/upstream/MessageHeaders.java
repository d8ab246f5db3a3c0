package opencmg.connectionpoint.upstream;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import opencmg.tunnel.FieldList;
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

    /** Proxy-* is dropped as a whole; Expect is for the hop that waits before it sends, and here nobody does. */
    private static final Set<String> OF_ONE_HOP = Set.of(
            "connection", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade", "http2-settings", "expect");

    private MessageHeaders() {}

    /** What the management point gets; its {@code Host} is set by the client that sends. */
    static MultiMap towardsUpstream(MultiMap received, boolean withBody) {
        Set<String> named = namedByConnection(received);
        MultiMap kept = new FieldList();
        received.forEach((field, value) -> {
            String name = field.toLowerCase(Locale.ROOT);
            if (!ofOneHop(name, named) && !name.equals("host") && !name.equals(DEADLINE) && !name.startsWith(":")) {
                kept.add(field, oneLine(value));
            }
        });
        if (contentLength(kept) < 0) {
            kept.remove(HttpHeaders.CONTENT_LENGTH);
        } else if (!withBody) {
            kept.set(HttpHeaders.CONTENT_LENGTH, "0");
        }
        return kept;
    }

    /** What the gateway gets: names in lower case, and none of this project's own that a server inside made up. */
    static MultiMap towardsGateway(MultiMap received) {
        Set<String> named = namedByConnection(received);
        MultiMap kept = new FieldList();
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
            return text == null || text.length() > 4 ? usual : Math.min(3600, Math.max(1, Integer.parseInt(text)));
        } catch (NumberFormatException e) {
            return usual;
        }
    }

    /** No control character but the tab (RFC 9110 section 5.5), nor folded lines: one server reads them as one line and the next does not. */
    private static String oneLine(String value) {
        for (int i = 0; i < value.length(); i++) {
            char character = value.charAt(i);
            if ((character < ' ' && character != '\t') || character == 0x7f) {
                throw new IllegalArgumentException("a header value with a control character");
            }
        }
        return value;
    }

    private static boolean ofOneHop(String name, @Nullable Set<String> named) {
        return OF_ONE_HOP.contains(name) || name.startsWith("proxy-") || (named != null && named.contains(name));
    }

    /** Null where there is no Connection header: behind HTTP/2 there is none as a rule. */
    private static @Nullable Set<String> namedByConnection(MultiMap headers) {
        if (!headers.contains(HttpHeaders.CONNECTION)) {
            return null;
        }
        Set<String> names = new HashSet<>();
        for (String value : headers.getAll(HttpHeaders.CONNECTION)) {
            for (String name : value.toLowerCase(Locale.ROOT).split(",", -1)) {
                names.add(name.strip());
            }
        }
        return names;
    }
}
