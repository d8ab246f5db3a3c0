package opencmg.mockmp.http;

import io.vertx.core.http.HttpServerRequest;
import java.util.UUID;

/** The id that finds one request in the logs of every hop: the one that the gateway sent, or a new one. It is returned in the response. */
public final class RequestId {

    public static final String HEADER = "x-opencmg-request-id";

    private RequestId() {}

    /** Returns the id of a request and sets the response header. */
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
