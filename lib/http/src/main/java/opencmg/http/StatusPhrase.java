package opencmg.http;

import io.netty.handler.codec.http.HttpResponseStatus;

/** What is usually said beside a status (RFC 9110 section 15), for example {@code Not Found}. */
public final class StatusPhrase {

    private StatusPhrase() {}

    public static String of(int status) {
        return HttpResponseStatus.valueOf(status).reasonPhrase();
    }
}
