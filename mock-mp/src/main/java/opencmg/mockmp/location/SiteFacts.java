package opencmg.mockmp.location;

import java.util.function.Supplier;
import opencmg.settings.site.MpMode;

/**
 * The facts about the site in location replies. {@code serviceName} and {@code supUrl} can change; any thread.
 *
 * @param siteCode three characters
 * @param fqdn host name of the management point
 * @param mode mode of the management point
 * @param mpRoleId role id of the management point
 * @param supRoleId role id of the software update point
 * @param serviceName current name[:port] of the gateway
 * @param supUrl internal URL of the software update point
 */
public record SiteFacts(
        String siteCode,
        String fqdn,
        MpMode mode,
        String mpRoleId,
        String supRoleId,
        Supplier<String> serviceName,
        Supplier<String> supUrl) {

    /** Product version that the site reports. */
    public static final String VERSION = "5.00.9128.1000";

    public static final String BUILD = "9128";

    /** First label of the host name of the management point. */
    public String name() {
        int dot = fqdn.indexOf('.');
        return dot < 0 ? fqdn : fqdn.substring(0, dot);
    }

    /** Scheme of client requests to the management point. */
    public String scheme() {
        return mode == MpMode.HTTP ? "http" : "https";
    }

    /** Base URL of the management point for internet clients. */
    public String internetMp() {
        return "https://" + serviceName.get() + "/CCM_Proxy_MutualAuth/" + mpRoleId;
    }

    /** Base URL of the software update point for internet clients. */
    public String internetSup() {
        return "https://" + serviceName.get() + "/CCM_Proxy_MutualAuth/" + supRoleId;
    }
}
