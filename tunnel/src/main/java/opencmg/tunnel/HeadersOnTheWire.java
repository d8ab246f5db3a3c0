package opencmg.tunnel;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import io.vertx.core.MultiMap;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** HTTP/1 header maps to HTTP/2 header lists and back (RFC 9113 8.2 and 8.3). */
final class HeadersOnTheWire {

    private static final int DETAIL_LIMIT = 512;

    /** Of Netty's hash table; a message has about as many fields. */
    private static final int BUCKETS = 16;

    private HeadersOnTheWire() {}

    // ------------------------------------------------------------------ requests

    static Http2Headers request(RelayRequest request) {
        Http2Headers list = list(request.headers());
        list.method(request.method());
        list.scheme(Wire.HTTPS);
        list.path(request.target());
        return list;
    }

    static String method(Http2Headers list) {
        return text(list.method(), "GET");
    }

    static String target(Http2Headers list) {
        return text(list.path(), "/");
    }

    // ------------------------------------------------------------------ answers

    static Http2Headers ok() {
        return new DefaultHttp2Headers(false).status(HttpResponseStatus.OK.codeAsText());
    }

    static Http2Headers answer(RelayResponse response) {
        Http2Headers list = list(response.headers());
        list.status(HttpResponseStatus.valueOf(response.status()).codeAsText());
        if (!response.phrase().equals(usualPhrase(response.status()))) {
            list.set(Wire.PHRASE, AsciiString.of(printable(response.phrase())));
        }
        return list;
    }

    static Http2Headers failure(RelayFailure failure) {
        String detail = failure.detail();
        return new DefaultHttp2Headers(false)
                .status(HttpResponseStatus.BAD_GATEWAY.codeAsText())
                .set(Wire.FAILURE, failure.reason().code())
                .set(
                        Wire.DETAIL,
                        URLEncoder.encode(
                                detail.substring(0, Math.min(detail.length(), DETAIL_LIMIT)), StandardCharsets.UTF_8));
    }

    /** What went wrong at the connection point, or null when this is an answer. */
    static @Nullable RelayFailure failureOf(Http2Headers list) {
        CharSequence code = list.get(Wire.FAILURE);
        if (code == null) {
            return null;
        }
        return new RelayFailure(FailureReason.of(code.toString()), decoded(text(list.get(Wire.DETAIL), "")));
    }

    private static String decoded(String detail) {
        try {
            return URLDecoder.decode(detail, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return detail; // as it came: one bad escape must not cost the connection
        }
    }

    /** The status, or 0 when there is none that could be understood. */
    static int status(Http2Headers list) {
        try {
            return Integer.parseInt(text(list.status(), "0"));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    static String phrase(Http2Headers list) {
        CharSequence phrase = list.get(Wire.PHRASE);
        return phrase == null ? usualPhrase(status(list)) : phrase.toString();
    }

    // ------------------------------------------------------------------ both

    /** Everything but pseudo-headers and the tunnel's own. */
    static MultiMap headers(Http2Headers list) {
        MultiMap headers = new FieldList();
        for (Map.Entry<CharSequence, CharSequence> header : list) {
            CharSequence name = header.getKey();
            if (name.length() > 0 && name.charAt(0) != ':' && !Wire.PHRASE.contentEquals(name)) {
                headers.add(name, header.getValue());
            }
        }
        return headers;
    }

    /** Without the tunnel's own names: with them a server inside could pass its answer off as a failure of the tunnel. */
    private static Http2Headers list(MultiMap headers) {
        Http2Headers list = new DefaultHttp2Headers(false, BUCKETS);
        headers.forEach((name, value) -> {
            if (!name.regionMatches(true, 0, Wire.OWN, 0, Wire.OWN.length())) {
                list.add(FieldNames.of(name), value);
            }
        });
        return list;
    }

    private static String usualPhrase(int status) {
        return HttpResponseStatus.valueOf(status).reasonPhrase();
    }

    private static String printable(String phrase) {
        return phrase.replaceAll("[^\\x20-\\x7e]", "?");
    }

    private static String text(@Nullable CharSequence value, String otherwise) {
        return value == null ? otherwise : value.toString();
    }
}
