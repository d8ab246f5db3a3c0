package opencmg.diagnose;

import opencmg.client.http.WebResponse;

/**
 * Who refused, as far as the answer tells.
 *
 * @param hop client, gateway, tunnel, connection-point or upstream; empty when nobody knows
 * @param code of the gateway's table of refusals, for example {@code token_blocked}; empty from elsewhere
 * @param request id that stands in the logs of every hop; empty when there is none
 */
public record FailureOrigin(String hop, String code, String request) {

    static final FailureOrigin NOBODY = new FailureOrigin("", "", "");

    static FailureOrigin hop(String hop) {
        return new FailureOrigin(hop, "", "");
    }

    static FailureOrigin of(WebResponse answer) {
        boolean problem = !answer.hop().isEmpty();
        String id = answer.header("x-opencmg-request-id");
        return new FailureOrigin(
                problem ? answer.hop() : hopByPhrase(answer.statusMessage()),
                problem ? answer.json().getString("code", "") : "",
                id.isEmpty() && problem ? answer.json().getString("requestId", "") : id);
    }

    /** The product puts the name of the part that answered before the phrase (protocol.md 2.12). */
    private static String hopByPhrase(String phrase) {
        if (phrase.startsWith("CMGConnector_")) {
            return "upstream";
        }
        return phrase.startsWith("CMGService_") ? "gateway" : "";
    }

    boolean isNobody() {
        return hop.isEmpty() && code.isEmpty() && request.isEmpty();
    }

    @Override
    public String toString() {
        return (hop.isEmpty() ? "" : "hop " + hop + " ")
                + (code.isEmpty() ? "" : "code " + code + " ")
                + (request.isEmpty() ? "" : "request " + request);
    }
}
