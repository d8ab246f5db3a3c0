package opencmg.gateway.edge;

import io.vertx.core.MultiMap;
import java.util.List;
import opencmg.gateway.admission.IdentityHeaders;
import opencmg.http.Framing;
import opencmg.http.HeaderFields;
import opencmg.http.ResponseHead;
import opencmg.http.server.ServerExchange;
import opencmg.tunnel.RelayResponse;
import org.jspecify.annotations.Nullable;

/**
 * The head of an answer as the client gets it.
 *
 * @param length as promised by Content-Length, -1 when it promises nothing
 * @param toHead whether it answers HEAD
 * @param hasBody whether one came with it, be it empty
 */
record ResponseHeadBuilder(int status, String phrase, MultiMap headers, long length, boolean toHead, boolean hasBody) {

    /** From the connection point (docs/connection-point.md). */
    static final String CERTIFICATE_FILTERS = "x-opencmg-certificate-filters";

    private static final int LONGEST_PHRASE = 128;
    private static final String FROM_INSIDE = "CMGConnector_";

    static ResponseHeadBuilder of(RelayResponse answer, boolean toHead) {
        return new ResponseHeadBuilder(
                answer.status(),
                answer.phrase(),
                answer.headers(),
                lengthOf(answer.headers()),
                toHead,
                answer.body() != null);
    }

    private static long lengthOf(MultiMap headers) {
        List<String> fields = headers.getAll("content-length");
        return fields.size() == 1 ? Framing.parseLength(fields.get(0)) : -1;
    }

    /** Whether HTTP gives this answer no body whatever its fields say (RFC 9110 6.4.1). */
    boolean isWithoutBody() {
        return toHead || status == 204 || status == 304;
    }

    boolean promisesBody() {
        return length > 0 && !isWithoutBody();
    }

    void write(ServerExchange to) {
        MultiMap fields = new HeaderFields();
        headers.forEach((name, value) -> {
            if (isForTheClient(name)) {
                fields.add(name, value);
            }
        });
        to.setHead(status, phraseHere(), fields, framing());
    }

    /**
     * The framing of this hop is this hop's own, whatever the inside believes, and what the connection point adds for this hop is not for clients. Names
     * are in lower case behind a tunnel.
     */
    private static boolean isForTheClient(String name) {
        return switch (name) {
            case "connection", "transfer-encoding", "content-length" -> false;
            default -> !name.startsWith(IdentityHeaders.RESERVED_PREFIX);
        };
    }

    /** What is said of the body's length: for HEAD and 304 that of a body which is not sent. */
    private long framing() {
        if (length >= 0 && status != 204) {
            return length;
        }
        return isWithoutBody() ? Framing.UNSPECIFIED : hasBody ? Framing.CHUNKED : 0;
    }

    /** Beside a 403.7: how many certificates of the connection point each of its filters has left; null when there is nothing to tell. */
    @Nullable
    String certificateFilters() {
        return status == 403 ? headers.get(CERTIFICATE_FILTERS) : null;
    }

    /** An error from inside carries a mark, so that nobody takes it for the gateway's own (protocol.md 2.12). */
    private String phraseHere() {
        String usual = ResponseHead.usualPhrase(status);
        String said = printable(phrase.isBlank() ? usual : phrase);
        if (status < 400) {
            return status == 304 ? usual : said;
        }
        return FROM_INSIDE + said.replace(" ", "");
    }

    private static String printable(String text) {
        int most = Math.min(text.length(), LONGEST_PHRASE);
        StringBuilder kept = new StringBuilder(most);
        for (int i = 0; i < most; i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c < 0x7f) {
                kept.append(c);
            }
        }
        return kept.toString();
    }
}
