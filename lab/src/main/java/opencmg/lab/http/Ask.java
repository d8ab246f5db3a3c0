package opencmg.lab.http;

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
public record Ask(HttpMethod method, URI uri, Map<String, String> headers, Buffer body, int seconds) {

    private static final int DEADLINE_SECONDS = 60;

    public static Ask get(String uri) {
        return of("GET", uri);
    }

    public static Ask of(String method, String uri) {
        return new Ask(HttpMethod.valueOf(method), URI.create(uri), Map.of(), Buffer.buffer(), DEADLINE_SECONDS);
    }

    public Ask with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Ask(method, uri, more, body, seconds);
    }

    public Ask bearer(String token) {
        return with("Authorization", "Bearer " + token);
    }

    public Ask body(String contentType, Buffer content) {
        return new Ask(method, uri, headers, content, seconds).with("Content-Type", contentType);
    }

    public Ask within(int limit) {
        return new Ask(method, uri, headers, body, limit);
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
