package opencmg.diagnose;

import java.util.List;

/** Check 3: every gateway instance runs the version that the site has now. */
final class ConfigurationCheck {

    private ConfigurationCheck() {}

    static Finding of(ExpectedSite truth, List<GatewayView> gateways) {
        if (!truth.silence().isEmpty()) {
            return Finding.notChecked(
                    Check.CONFIGURATION, "", truth.silence(), "give --site URL --site-secret FILE, or --lab DIR");
        }
        if (gateways.isEmpty()) {
            return Finding.notChecked(
                    Check.CONFIGURATION,
                    "",
                    "the admin face of no gateway is known",
                    "give --admin URL for each gateway, or --lab DIR");
        }
        try {
            gateways.forEach(gateway -> mustRun(truth, gateway));
            return Finding.green(
                    Check.CONFIGURATION,
                    "",
                    "Site " + truth.siteCode() + " has version " + truth.version() + ", and so "
                            + (gateways.size() == 1
                                    ? "has the gateway."
                                    : "have all " + gateways.size() + " gateways."));
        } catch (CheckFailedException e) {
            return Finding.red(Check.CONFIGURATION, "", e);
        }
    }

    /** Whether a look a moment later could find things different: a change needs some milliseconds to every gateway. */
    static boolean isSettled(ExpectedSite truth, List<GatewayView> gateways) {
        return gateways.stream()
                .filter(GatewayView::answers)
                .allMatch(gateway -> gateway.versions().getOrDefault(truth.siteCode(), 0L) == truth.version());
    }

    private static void mustRun(ExpectedSite truth, GatewayView gateway) {
        String who = "The gateway with admin face " + gateway.admin();
        if (!gateway.answers()) {
            throw new CheckFailedException(
                    who + " does not answer: " + gateway.silence(),
                    "Start it, or correct --admin.",
                    FailureOrigin.hop("gateway"));
        }
        Long runs = gateway.versions().get(truth.siteCode());
        if (runs == null) {
            throw new CheckFailedException(
                    who + " has no configuration of site " + truth.siteCode() + "; the site has version "
                            + truth.version() + ".",
                    "A connection point of the site brings it: start one that dials this gateway.",
                    FailureOrigin.hop("gateway"));
        }
        if (runs < truth.version()) {
            throw new CheckFailedException(
                    who + " runs version " + runs + ", the site has version " + truth.version() + ".",
                    "Connection points carry versions to gateways: see that one is connected and reaches the site server, then try: opencmg site"
                            + " synchronize",
                    FailureOrigin.hop("connection-point"));
        }
        if (runs > truth.version()) {
            throw new CheckFailedException(
                    who + " runs version " + runs + ", newer than the site's own " + truth.version() + ".",
                    "The site was set back, for example to an older database: raise its version with: opencmg site synchronize (until it is above "
                            + runs + ")",
                    FailureOrigin.hop("upstream"));
        }
    }
}
