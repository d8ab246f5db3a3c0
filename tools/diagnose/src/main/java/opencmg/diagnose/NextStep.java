package opencmg.diagnose;

import java.util.Map;
import opencmg.client.http.WebResponse;

/** What to do after a refusal: the gateway's own hint, or else what the phrase of the product means (protocol.md 2.12 and 4). */
final class NextStep {

    private static final Map<String, String> BY_PHRASE = Map.of(
            "CMGConnector_Clientcertificaterequired",
            "The management point answered 403.7 to the connection point, not to the client: give the connection point a client authentication certificate"
                    + " (upstream.certificateFile) from an authority that the management point trusts, and make that authority's revocation list reachable for it.",
            "CMGConnector_Forbidden",
            "The management point refused the connection point: look at the certificate bound to its web site, and whether the role still runs in the mode that the"
                    + " site says it has.",
            "CMGConnector_Unauthorized",
            "The management point did not accept the token: read its CCM_STS.log, and the authentication settings of its web site.",
            "CMGConnector_InternalServerError",
            "The management point failed by itself: look for the request id in its log.",
            "CMGConnector_ServiceUnavailable",
            "The site system says that it cannot serve now: look at its services and application pools.",
            "CMGService_Invalid_Token",
            "The token is expired, blocked, or signed by a certificate that the site has replaced: make a new one with: opencmg token /new");

    private static final String LOOK =
            "Look for the request id in the logs of gateway, connection point and management point.";

    private NextStep() {}

    static String after(WebResponse answer) {
        String hint = answer.hop().isEmpty() ? "" : answer.json().getString("hint", "");
        return hint.isEmpty() ? BY_PHRASE.getOrDefault(answer.statusMessage(), LOOK) : hint;
    }
}
