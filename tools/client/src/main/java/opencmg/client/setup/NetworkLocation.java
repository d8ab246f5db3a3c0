package opencmg.client.setup;

import java.io.IOException;
import java.util.Optional;
import opencmg.client.http.NoResponseException;
import opencmg.client.http.Web;
import opencmg.client.http.WebRequest;
import opencmg.client.http.WebResponse;
import opencmg.client.message.Locations;
import opencmg.client.message.UnreadableReplyException;
import opencmg.launch.cmtrace.ComponentLog;
import opencmg.launch.cmtrace.LogFolder;

/**
 * Decides whether the client is on the internet, where it uses a gateway, or on the intranet. The order is the product's. The property {@code
 * CCMALWAYSINF=1} or the registry value means internet. Otherwise a management point on the intranet that responds means intranet. Otherwise it is the
 * internet, with the gateway of {@code CCMHOSTNAME}.
 */
final class NetworkLocation {

    /** Long enough for a failed name lookup, short enough for an address that drops packets. */
    private static final int TIMEOUT_SECONDS = 5;

    private final SetupArguments arguments;
    private final Registry registry;
    private final Computer computer;
    private final ComponentLog services;
    private final ComponentLog location;

    NetworkLocation(SetupPlan plan, LogFolder logs) {
        this.arguments = plan.arguments();
        this.registry = new Registry(plan.registry());
        this.computer = plan.computer();
        this.services = logs.component("LocationServices", "lsad.cpp");
        this.location = logs.component("ClientLocation", "clientlocation.cpp");
    }

    /**
     * The management point to use from this network.
     *
     * @param web has the client's PKI certificate, if there is one
     */
    ManagementPoint findManagementPoint(Web web) throws IOException {
        if (arguments.alwaysOnInternet()) {
            registry.setAlwaysOnInternet();
            location.info("Client is always on the internet: CCMALWAYSINF=1, kept in " + registry.file());
            return internet();
        }
        if (registry.alwaysOnInternet()) {
            location.info("Client is always on the internet: ClientAlwaysOnInternet=1 in " + registry.file());
            return internet();
        }
        for (IntranetMp mp : arguments.intranetMps()) {
            if (isManagementPoint(web, mp)) {
                location.info(computer.kind() + " is in Intranet");
                location.info("Assigned management point is '" + mp.name() + "'; the gateway is not used.");
                return mp;
            }
        }
        return internet();
    }

    private InternetMp internet() {
        location.info(computer.kind() + " is in Internet");
        InternetMp mp = gateway();
        services.info("Rotating internet management point, new management point [1] is: https://" + mp.name()
                + " (0) with capabilities: <Capabilities SchemaVersion =\"1.0\"><Property Name=\"SSL\""
                + " Version=\"1\" /></Capabilities>");
        return mp;
    }

    private InternetMp gateway() {
        Optional<InternetMp> named = arguments.gateway();
        if (named.isEmpty()) {
            String reason =
                    "the client is on the internet, no management point inside answered, and no gateway is named:"
                            + " give CCMHOSTNAME=gw.corp.example/CCM_Proxy_MutualAuth/72057594037927939";
            location.error("No management point can be used: " + reason);
            throw new SetupFailedException("client", ErrorCode.CANNOT_CONNECT, reason);
        }
        return named.get();
    }

    /** Whether the response is a list of management points, or the 403 of one that requires a certificate. Any other web server responds differently. */
    private boolean isManagementPoint(Web web, IntranetMp mp) {
        WebRequest request = WebRequest.get(mp.url(false, "/SMS_MP/.sms_aut?MPLIST"))
                .header("User-Agent", "SMS CCM 5.0")
                .timeout(TIMEOUT_SECONDS);
        try {
            WebResponse response = web.send(request).await();
            boolean isMp = response.status() == 403
                    || (response.ok()
                            && !Locations.parseManagementPoints(response.body().toString())
                                    .isEmpty());
            services.info("Intranet management point '" + mp.name() + "' answered with status " + response.status()
                    + (isMp ? "" : ", which is not how a management point answers"));
            return isMp;
        } catch (NoResponseException e) {
            services.info("Intranet management point '" + mp.name() + "' does not answer: "
                    + e.step().text());
            return false;
        } catch (UnreadableReplyException e) {
            services.info("Intranet management point '" + mp.name() + "' is none: " + e.getMessage());
            return false;
        }
    }
}
