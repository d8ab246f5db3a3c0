package opencmg.bench.load;

import opencmg.certs.Credential;
import org.jspecify.annotations.Nullable;

/**
 * Where load goes in.
 *
 * @param port on 127.0.0.1, TLS
 * @param prefix what stands before the path of the backend, for example {@code /CCM_Proxy_ServerAuth/72057594037927939}
 * @param authorization value of that field, or null for none
 * @param certificate of the client, or null for none
 */
public record LoadTarget(
        int port,
        String prefix,
        @Nullable String authorization,
        @Nullable Credential certificate) {

    /** The request target of something that the backend serves. */
    public String target(String path) {
        return prefix + path;
    }

    /** A GET request as bytes of ASCII; the connection stays open after it. */
    String get(String path) {
        return "GET " + target(path) + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n"
                + (authorization == null ? "" : "Authorization: " + authorization + "\r\n") + "\r\n";
    }
}
