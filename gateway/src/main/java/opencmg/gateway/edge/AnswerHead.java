package opencmg.gateway.edge;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import opencmg.gateway.admission.IdentityHeaders;
import opencmg.tunnel.RelayResponse;
import org.jspecify.annotations.Nullable;

/**
 * The head of an answer as the client gets it.
 *
 * @param length as promised by Content-Length, -1 when it promises nothing
 * @param toHead whether it answers HEAD
 */
record AnswerHead(int status, String phrase, MultiMap headers, long length, boolean toHead) {

    /** From the connection point (docs/connection-point.md). */
    static final String CERTIFICATE_FILTERS = "x-opencmg-certificate-filters";

    private static final int LONGEST_PHRASE = 128;
    private static final String FROM_INSIDE = "CMGConnector_";

    static AnswerHead of(RelayResponse answer, boolean toHead) {
        return new AnswerHead(answer.status(), answer.phrase(), answer.headers(), lengthOf(answer.headers()), toHead);
    }

    private static long lengthOf(MultiMap headers) {
        List<String> fields = headers.getAll("content-length");
        return fields.size() == 1 ? RequestHead.digits(fields.get(0)) : -1;
    }

    /** Whether HTTP gives this answer no body whatever its fields say (RFC 9110 6.4.1). */
    boolean isWithoutBody() {
        return toHead || status == 204 || status == 304;
    }

    boolean promisesBody() {
        return length > 0 && !isWithoutBody();
    }

    void write(HttpServerResponse to) {
        to.setStatusCode(status);
        String wanted = phraseFor(to.getStatusMessage());
        if (!wanted.equals(to.getStatusMessage())) {
            to.setStatusMessage(wanted);
        }
        MultiMap fields = to.headers();
        fields.setAll(headers);
        // The framing of this hop is this hop's own, whatever the inside believes.
        fields.remove("connection").remove("transfer-encoding");
        forOperators(headers).forEach(fields::remove);
        if (length < 0) {
            fields.remove("content-length");
        }
    }

    /** What the connection point adds for this hop is not for clients. Names are in lower case behind a tunnel. */
    private static List<String> forOperators(MultiMap headers) {
        List<String> names = List.of();
        for (Map.Entry<String, String> field : headers) {
            if (field.getKey().startsWith(IdentityHeaders.OURS)) {
                names = names.isEmpty() ? new ArrayList<>() : names;
                names.add(field.getKey());
            }
        }
        return names;
    }

    /** Beside a 403.7: how many certificates of the connection point each of its filters has left; null when there is nothing to tell. */
    @Nullable
    String certificateFilters() {
        return status == 403 ? headers.get(CERTIFICATE_FILTERS) : null;
    }

    /** An error from inside carries a mark, so that nobody takes it for the gateway's own (protocol.md 2.12). */
    private String phraseFor(String usual) {
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
