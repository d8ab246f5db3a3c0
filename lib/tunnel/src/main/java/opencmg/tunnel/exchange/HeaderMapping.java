package opencmg.tunnel.exchange;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import opencmg.http.HeaderFields;
import opencmg.tunnel.FailureReason;
import opencmg.tunnel.RelayFailure;
import opencmg.tunnel.RelayRequest;
import opencmg.tunnel.RelayResponse;
import opencmg.tunnel.TunnelProtocol;
import opencmg.tunnel.http2.HeaderList;
import org.jspecify.annotations.Nullable;

/** Heads of HTTP/1 to HTTP/2 header lists and back (RFC 9113 8.2 and 8.3). */
public final class HeaderMapping {

    private static final int DETAIL_LIMIT = 512;

    private HeaderMapping() {}

    // ------------------------------------------------------------------ requests

    public static HeaderList request(RelayRequest request) {
        return new HeaderList(HeaderFields.of(request.headers()))
                .method(request.method())
                .scheme(TunnelProtocol.HTTPS)
                .path(request.target());
    }

    static String method(HeaderList list) {
        return text(list.method(), "GET");
    }

    public static String target(HeaderList list) {
        return text(list.path(), "/");
    }

    // ------------------------------------------------------------------ answers

    public static HeaderList ok() {
        return new HeaderList().status(HttpResponseStatus.OK.codeAsText());
    }

    static HeaderList answer(RelayResponse response) {
        HeaderList list = new HeaderList(HeaderFields.of(response.headers()))
                .status(HttpResponseStatus.valueOf(response.status()).codeAsText());
        return response.phrase().equals(usualPhrase(response.status()))
                ? list
                : list.own(TunnelProtocol.PHRASE, printable(response.phrase()));
    }

    static HeaderList failure(RelayFailure failure) {
        String detail = failure.detail();
        return new HeaderList()
                .status(HttpResponseStatus.BAD_GATEWAY.codeAsText())
                .own(TunnelProtocol.FAILURE, failure.reason().code())
                .own(
                        TunnelProtocol.DETAIL,
                        URLEncoder.encode(
                                detail.substring(0, Math.min(detail.length(), DETAIL_LIMIT)), StandardCharsets.UTF_8));
    }

    /** What went wrong at the connection point, or null when this is an answer. */
    static @Nullable RelayFailure failureOf(HeaderList list) {
        CharSequence code = list.get(TunnelProtocol.FAILURE);
        if (code == null) {
            return null;
        }
        return new RelayFailure(FailureReason.of(code.toString()), decoded(text(list.get(TunnelProtocol.DETAIL), "")));
    }

    private static String decoded(String detail) {
        try {
            return URLDecoder.decode(detail, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return detail; // as it came: one bad escape must not cost the connection
        }
    }

    /** The status, or 0 when there is none that could be understood. */
    static int status(HeaderList list) {
        try {
            return Integer.parseInt(text(list.status(), "0"));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    static String phrase(HeaderList list) {
        CharSequence phrase = list.get(TunnelProtocol.PHRASE);
        return phrase == null ? usualPhrase(status(list)) : phrase.toString();
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
