package opencmg.client.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An HTTP request.
 *
 * @param method any method, also {@code CCM_POST}
 * @param uri absolute
 * @param headers in order
 * @param body may be empty
 * @param timeoutSeconds until the whole response must have arrived
 */
public record WebRequest(HttpMethod method, URI uri, Map<String, String> headers, Buffer body, int timeoutSeconds) {

    private static final int DEFAULT_TIMEOUT_SECONDS = 60;

    public static WebRequest get(String uri) {
        return of("GET", uri);
    }

    public static WebRequest of(String method, String uri) {
        return new WebRequest(
                HttpMethod.valueOf(method), URI.create(uri), Map.of(), Buffer.buffer(), DEFAULT_TIMEOUT_SECONDS);
    }

    /** Sets a header. */
    public WebRequest header(String name, String value) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put(name, value);
        return new WebRequest(method, uri, all, body, timeoutSeconds);
    }

    public WebRequest bearer(String token) {
        return header("Authorization", "Bearer " + token);
    }

    public WebRequest body(String contentType, Buffer content) {
        return new WebRequest(method, uri, headers, content, timeoutSeconds).header("Content-Type", contentType);
    }

    public WebRequest timeout(int seconds) {
        return new WebRequest(method, uri, headers, body, seconds);
    }

    /** The port, or the default port of the scheme. */
    public int port() {
        return uri.getPort() >= 0 ? uri.getPort() : uri.getScheme().equals("https") ? 443 : 80;
    }

    /** Path and query, as written. */
    public String target() {
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    }

    /** Without headers, because they contain tokens. */
    @Override
    public String toString() {
        return method + " " + uri;
    }
}
