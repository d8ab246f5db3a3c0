package opencmg.diagnose;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import opencmg.client.http.NoResponseException;
import opencmg.client.http.Web;
import opencmg.client.http.WebRequest;

/** Check 4: connection points are there, and each is connected to every gateway. */
final class ConnectionPointsCheck {

    private final Web web;
    private final AnalysisTarget target;

    ConnectionPointsCheck(Web web, AnalysisTarget target) {
        this.web = web;
        this.target = target;
    }

    Finding of(List<GatewayView> gateways) {
        if (gateways.isEmpty()) {
            return Finding.notChecked(
                    Check.CONNECTION_POINTS,
                    "",
                    "the admin face of no gateway is known",
                    "give --admin URL for each gateway, or --lab DIR");
        }
        Set<String> all = new TreeSet<>();
        gateways.forEach(gateway -> all.addAll(gateway.connectionPoints()));
        try {
            gateways.forEach(gateway -> mustHave(all, gateway));
            return Finding.green(
                    Check.CONNECTION_POINTS,
                    "",
                    (all.size() == 1 ? "One is connected to " : all.size() + " are connected to ")
                            + (gateways.size() == 1 ? "the gateway: " : "each of " + gateways.size() + " gateways: ")
                            + String.join(", ", all) + ".");
        } catch (CheckFailedException e) {
            return Finding.red(Check.CONNECTION_POINTS, "", e);
        }
    }

    private void mustHave(Set<String> all, GatewayView gateway) {
        String who = "the gateway with admin face " + gateway.admin();
        if (!gateway.answers()) {
            throw new CheckFailedException(
                    "It is not known of " + who + ", which does not answer: " + gateway.silence(),
                    "Start it, or correct --admin.",
                    FailureOrigin.hop("gateway"));
        }
        if (gateway.connectionPoints().isEmpty()) {
            throw new CheckFailedException(
                    "No connection point is connected to " + who + "." + whatTheySay(),
                    "Start the connection point and read its log: it dials the gateway's tunnel port (default 10140), which outbound firewalls must let"
                            + " through; nothing inbound is needed.",
                    FailureOrigin.hop("tunnel"));
        }
        Set<String> missing = new TreeSet<>(all);
        missing.removeAll(gateway.connectionPoints());
        if (!missing.isEmpty()) {
            throw new CheckFailedException(
                    "Not connected to " + who + ", but to other gateways: " + String.join(", ", missing) + "."
                            + whatTheySay(),
                    "Name this gateway in the connection point's list of gateways, and let it dial its tunnel port.",
                    FailureOrigin.hop("tunnel"));
        }
    }

    /** Only the connection point knows why it cannot connect. */
    private String whatTheySay() {
        return target.connectionPointAdmins().stream()
                .map(this::whatItSays)
                .filter(said -> !said.isEmpty())
                .map(said -> " " + said)
                .collect(Collectors.joining());
    }

    private String whatItSays(String admin) {
        try {
            return new JsonArray(web.send(WebRequest.get(admin + "/tunnels").timeout(5))
                            .await()
                            .body())
                    .stream()
                            .map(JsonObject.class::cast)
                            .filter(row -> !row.getBoolean("up", true))
                            .map(row -> "The connection point with admin face " + admin + " says of gateway "
                                    + row.getString("gateway") + ": " + row.getString("lastError", "not connected")
                                    + ".")
                            .findFirst()
                            .orElse("");
        } catch (NoResponseException e) {
            return "The connection point with admin face " + admin + " does not answer there; it may not be running.";
        } catch (DecodeException e) {
            return "";
        }
    }
}
