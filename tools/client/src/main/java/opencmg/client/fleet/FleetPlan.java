package opencmg.client.fleet;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import opencmg.settings.InvalidSettingsException;
import opencmg.settings.Secret;
import org.jspecify.annotations.Nullable;

/**
 * What kind of fleet is wanted.
 *
 * @param edge of the gateway
 * @param roots of its certificate; null for those of the Java runtime
 * @param mpRole role id of the management point
 * @param supRole role id of the software update point; empty to leave update scans out
 * @param siteCode of the site
 * @param registrationToken a bulk registration token that all devices enrol with
 * @param devices how many
 * @param rate requests a second of all of them together, long polls aside
 * @param duration of the steady phase, after enrolment
 * @param downloadBytes of one download
 * @param directory where certificates are kept from run to run
 */
public record FleetPlan(
        URI edge,
        @Nullable Path roots,
        String mpRole,
        String supRole,
        String siteCode,
        Secret registrationToken,
        int devices,
        double rate,
        Duration duration,
        int downloadBytes,
        Path directory) {

    private static final int MAX_DEVICES = 50_000;
    private static final int MAX_RATE = 10_000;
    private static final Duration MAX_DURATION = Duration.ofDays(1);
    private static final int MAX_DOWNLOAD_BYTES = 8 << 20;

    public FleetPlan {
        require(devices >= 1 && devices <= MAX_DEVICES, "--devices", "1 to " + MAX_DEVICES, "--devices 2000");
        require(rate > 0 && rate <= MAX_RATE, "--rate", "above 0, at most " + MAX_RATE, "--rate 100");
        require(
                duration.compareTo(Duration.ofSeconds(1)) >= 0 && duration.compareTo(MAX_DURATION) <= 0,
                "--duration",
                "one second to one day",
                "--duration 60s");
        require(
                downloadBytes >= 0 && downloadBytes <= MAX_DOWNLOAD_BYTES,
                "--download",
                "0 to " + MAX_DOWNLOAD_BYTES + " bytes",
                "--download 65536");
    }

    private static void require(boolean holds, String option, String range, String example) {
        if (!holds) {
            throw new InvalidSettingsException(option, "", "must be " + range + ", for example " + example);
        }
    }

    /** Somebody else's service is not to be loaded by mistake. */
    public void mustBeLoopback() {
        try {
            if (!InetAddress.getByName(edge.getHost().replaceAll("[\\[\\]]", ""))
                    .isLoopbackAddress()) {
                throw new InvalidSettingsException(
                        "--edge", "", edge + " is not on this machine; if it is yours to load, add --remote");
            }
        } catch (UnknownHostException e) {
            throw new InvalidSettingsException("--edge", "", "the name " + edge.getHost() + " is not known");
        }
    }

    String mutualName() {
        return edge.getAuthority() + "/CCM_Proxy_MutualAuth/" + mpRole;
    }

    String mp(String tail) {
        return edge + "/CCM_Proxy_ServerAuth/" + mpRole + tail;
    }

    String sup(String tail) {
        return edge + "/CCM_Proxy_ServerAuth/" + supRole + tail;
    }
}
