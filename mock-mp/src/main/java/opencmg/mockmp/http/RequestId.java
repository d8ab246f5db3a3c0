package opencmg.mockmp.http;

import io.vertx.core.http.HttpServerRequest;
import java.util.UUID;

/** The id by which one request is found in the logs of every hop: the gateway's, or our own where none came. It goes back in the answer. */
public final class RequestId {

    public static final String HEADER = "x-opencmg-request-id";

    private RequestId() {}

    public static String of(HttpServerRequest request) {
        String known = request.response().headers().get(HEADER);
        if (known != null) {
            return known;
        }
        String given = request.getHeader(HEADER);
        String id = given != null && given.matches("[A-Za-z0-9-]{1,64}")
                ? given
                : UUID.randomUUID().toString();
        request.response().putHeader(HEADER, id);
        return id;
    }
}
