package opencmg.client.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A request.
 *
 * @param method any, {@code CCM_POST} too
 * @param uri absolute
 * @param headers in their order
 * @param body may be empty
 * @param seconds until the whole answer must be there
 */
public record WebRequest(HttpMethod method, URI uri, Map<String, String> headers, Buffer body, int seconds) {

    private static final int DEADLINE_SECONDS = 60;

    public static WebRequest get(String uri) {
        return of("GET", uri);
    }

    public static WebRequest of(String method, String uri) {
        return new WebRequest(HttpMethod.valueOf(method), URI.create(uri), Map.of(), Buffer.buffer(), DEADLINE_SECONDS);
    }

    public WebRequest with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new WebRequest(method, uri, more, body, seconds);
    }

    public WebRequest bearer(String token) {
        return with("Authorization", "Bearer " + token);
    }

    public WebRequest body(String contentType, Buffer content) {
        return new WebRequest(method, uri, headers, content, seconds).with("Content-Type", contentType);
    }

    public WebRequest within(int limit) {
        return new WebRequest(method, uri, headers, body, limit);
    }

    int port() {
        return uri.getPort() >= 0 ? uri.getPort() : uri.getScheme().equals("https") ? 443 : 80;
    }

    /** Path and query as given. */
    public String target() {
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    }

    /** Never the headers: they hold tokens. */
    @Override
    public String toString() {
        return method + " " + uri;
    }
}
