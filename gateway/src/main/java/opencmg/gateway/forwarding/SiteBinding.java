package opencmg.gateway.forwarding;

import java.util.Set;
import java.util.regex.Pattern;
import opencmg.tunnel.Hello;
import opencmg.tunnel.TunnelProtocol;
import org.jspecify.annotations.Nullable;

/**
 * Decides which site a connection point may announce: one that its certificate names. The site decides whose configuration it may replace and whose
 * requests it gets, so its own word is not enough.
 *
 * @param siteWithoutUri the one site for certificates that name no site, as issued by earlier versions; null for none
 */
public record SiteBinding(@Nullable String siteWithoutUri) {

    private static final Pattern SITE_CODE = Pattern.compile("[A-Za-z0-9]{3}");

    /** @return why it is refused and what to do; empty if it may connect */
    String reasonToRefuse(Hello hello, Set<String> certifiedSites) {
        String site = hello.siteCode();
        if (!SITE_CODE.matcher(site).matches()) {
            return "it announces a site code that has not three letters or digits";
        }
        String issue =
                "opencmg certs issue --kind connection-point --name " + hello.connectionId() + " --site-code " + site;
        if (certifiedSites.isEmpty()) {
            return site.equals(siteWithoutUri)
                    ? ""
                    : "its certificate names no site, and it announces site " + site
                            + ": give it a certificate with SAN URI "
                            + TunnelProtocol.SITE_URI + site + " (" + issue + "), or set tunnel.siteCode: " + site
                            + " in the gateway settings, which allows this one site for certificates without the URI"
                            + (siteWithoutUri == null ? "" : " (it allows " + siteWithoutUri + " now)");
        }
        return certifiedSites.contains(site)
                ? ""
                : "its certificate is for site " + String.join(", ", certifiedSites) + ", and it announces site " + site
                        + ": if it belongs to that site, give it a certificate for it (" + issue + ")";
    }
}
