package opencmg.mockmp.location;

import java.util.function.Supplier;
import opencmg.settings.site.MpMode;

/**
 * What location replies tell about the site.
 *
 * @param siteCode three characters
 * @param fqdn of the management point
 * @param mode how it talks to clients
 * @param mpRoleId role id of the management point
 * @param supRoleId role id of the software update point
 * @param serviceName name[:port] of the gateway; it can change
 * @param supUrl address of the software update point inside
 */
public record SiteFacts(
        String siteCode,
        String fqdn,
        MpMode mode,
        String mpRoleId,
        String supRoleId,
        Supplier<String> serviceName,
        Supplier<String> supUrl) {

    /** Version that this site says it has. */
    public static final String VERSION = "5.00.9128.1000";

    public static final String BUILD = "9128";

    /** First label of the management point's name. */
    public String name() {
        int dot = fqdn.indexOf('.');
        return dot < 0 ? fqdn : fqdn.substring(0, dot);
    }

    /** Scheme that clients use towards the management point. */
    public String scheme() {
        return mode == MpMode.HTTP ? "http" : "https";
    }

    /** Base URL of the management point on the internet. */
    public String internetMp() {
        return "https://" + serviceName.get() + "/CCM_Proxy_MutualAuth/" + mpRoleId;
    }

    /** Base URL of the software update point on the internet. */
    public String internetSup() {
        return "https://" + serviceName.get() + "/CCM_Proxy_MutualAuth/" + supRoleId;
    }
}
