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
 * The parameters of a fleet.
 *
 * @param edge URL of the gateway
 * @param roots trust anchors of its certificate; null for those of the JDK
 * @param mpRole role id of the management point
 * @param supRole role id of the software update point; empty to skip update scans
 * @param siteCode three characters
 * @param registrationToken the bulk registration token of all devices
 * @param devices number of devices
 * @param rate requests per second of all devices together, without long polls
 * @param duration of the steady phase, after enrolment
 * @param downloadBytes size of one download
 * @param directory keeps certificates between runs
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

    private static void require(boolean valid, String option, String range, String example) {
        if (!valid) {
            throw new InvalidSettingsException(option, "", "must be " + range + ", for example " + example);
        }
    }

    /** Refuses an edge on another machine, so that nobody loads a foreign service by mistake. */
    public void requireLoopback() {
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

    String mutualAuthName() {
        return edge.getAuthority() + "/CCM_Proxy_MutualAuth/" + mpRole;
    }

    String mpUrl(String path) {
        return edge + "/CCM_Proxy_ServerAuth/" + mpRole + path;
    }

    String supUrl(String path) {
        return edge + "/CCM_Proxy_ServerAuth/" + supRole + path;
    }
}
