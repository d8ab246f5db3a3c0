package opencmg.client.setup;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A management point as seen from the internet: a gateway and a role id (protocol.md 1.2).
 *
 * @param service host, and port if it is not 443
 * @param roleId decimal
 */
public record InternetMp(String service, String roleId) implements ManagementPoint {

    private static final Pattern FORM = Pattern.compile(
            "(?:https://)?(?<service>[A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+](?::[0-9]{1,5})?|[A-Za-z0-9.-]+:[0-9]{1,5})"
                    + "/CCM_Proxy_(?:MutualAuth|ServerAuth)/(?<role>[0-9]{1,20})/?",
            Pattern.CASE_INSENSITIVE);

    /** Parses the form of {@code CCMHOSTNAME}, with or without {@code https://}. */
    public static InternetMp parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new InvalidCommandLineException(
                    "'" + text
                            + "' is not the address of a gateway, for example gw.corp.example/CCM_Proxy_MutualAuth/72057594037927939");
        }
        return new InternetMp(matcher.group("service"), matcher.group("role"));
    }

    /** The same with a default port, used if the name contains none. */
    InternetMp withDefaultPort(int port) {
        boolean given = service.matches(".*:[0-9]{1,5}");
        return given || port == 443 ? this : new InternetMp(service + ":" + port, roleId);
    }

    /** As configured and logged, without scheme. */
    @Override
    public String name() {
        return service + "/CCM_Proxy_MutualAuth/" + roleId;
    }

    @Override
    public String host() {
        return service.replaceFirst(":[0-9]{1,5}$", "");
    }

    /** Replaces MutualAuth by ServerAuth for a request with a token. */
    @Override
    public String url(boolean withToken, String path) {
        return "https://" + service + (withToken ? "/CCM_Proxy_ServerAuth/" : "/CCM_Proxy_MutualAuth/") + roleId + path;
    }
}
