package opencmg.diagnose;

import io.vertx.core.json.JsonObject;
import java.util.List;
import opencmg.client.http.TlsProbe;
import opencmg.client.http.WebResponse;

/** Check 1: somebody answers like a gateway and has what it needs to serve. Asked without trust, so that a wrong certificate shows in check 2 alone. */
final class ServiceCheck {

    /** Public for every CMG; a good one may also answer 401 to it (protocol.md 1.2 and 2.12). */
    static final String PATH = "/CCM_Proxy_ServerAuth/ServiceMetadata";

    private ServiceCheck() {}

    static Finding of(AnalysisTarget target, TlsProbe glance, List<GatewayView> gateways) {
        try {
            String said = said(target, glance.response());
            gateways.forEach(ServiceCheck::mustDoItsPart);
            return Finding.green(Check.SERVICE, "", target.edge() + " answers over " + glance.protocol() + said);
        } catch (CheckFailedException e) {
            return Finding.red(Check.SERVICE, "", e);
        }
    }

    private static String said(AnalysisTarget target, WebResponse answer) {
        JsonObject metadata = answer.json();
        if (answer.status() == 200) {
            if (metadata.containsKey("ready") && !metadata.containsKey("siteCode")) {
                throw new CheckFailedException(
                        "The gateway runs and has no site configuration yet.",
                        "Start a connection point: it brings the site configuration. If one runs, look at its log.",
                        FailureOrigin.hop("gateway"));
            }
            return metadata.containsKey("siteCode") ? " for site " + metadata.getString("siteCode") + "." : ".";
        }
        if (answer.status() == 401 || answer.status() == 403) {
            return ", and wants a credential even for its metadata (" + answer.status() + " " + answer.statusMessage()
                    + ").";
        }
        if (answer.status() == 404) {
            throw new CheckFailedException(
                    target.edge() + " answers 404 to " + PATH + ", which no gateway does.",
                    "Compare host and port with the service name of the gateway; something else may listen there.",
                    FailureOrigin.of(answer));
        }
        throw CheckFailedException.refused(
                "The gateway answered " + answer.status() + " " + answer.statusMessage() + ".", answer);
    }

    private static void mustDoItsPart(GatewayView gateway) {
        if (!gateway.answers()) {
            throw new CheckFailedException(
                    "The gateway instance with admin face " + gateway.admin() + " does not answer there.",
                    "Start it, or leave its --admin out when it is gone for good. " + gateway.silence(),
                    FailureOrigin.hop("gateway"));
        }
        if (!gateway.doesItsPart()) {
            throw new CheckFailedException(
                    "The gateway instance with admin face " + gateway.admin() + " is not ready: " + gateway.reason()
                            + ".",
                    "Look at its log and at " + gateway.admin() + "/status.",
                    FailureOrigin.hop("gateway"));
        }
    }
}
