package opencmg.connectionpoint.relay;

import java.util.Set;
import opencmg.tunnel.RelayRequest;

/** What a method means for bodies and for sending twice (RFC 9110 section 9, and the product's own methods). */
final class HttpMethods {

    private static final Set<String> WITH_BODY = Set.of("POST", "PUT", "PATCH", "CCM_POST", "BITS_POST");
    private static final Set<String> REPEATABLE = Set.of("GET", "HEAD");

    private HttpMethods() {}

    /** Methods of which a server expects a length even when it is zero. */
    static boolean carryBody(String method) {
        return WITH_BODY.contains(method);
    }

    /** Whether a request whose bytes may have arrived can be sent again: PROPFIND could too, but a management point is not asked to take it. */
    static boolean mayRepeat(RelayRequest request) {
        return request.body() == null && REPEATABLE.contains(request.method());
    }
}
