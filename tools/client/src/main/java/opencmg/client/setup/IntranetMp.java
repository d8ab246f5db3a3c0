package opencmg.client.setup;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A management point on the intranet, as named in {@code SMSMP}.
 *
 * @param scheme {@code http} or {@code https}
 * @param host name or address
 * @param port by default that of the scheme
 */
public record IntranetMp(String scheme, String host, int port) implements ManagementPoint {

    private static final Pattern FORM = Pattern.compile(
            "(?:(?<scheme>https?)://)?(?<host>[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(?::(?<port>[0-9]{1,5}))?/?",
            Pattern.CASE_INSENSITIVE);

    /**
     * Parses {@code mp1.contoso.com} or {@code https://mp1.contoso.com}, each with an optional port.
     *
     * @param httpPort default for HTTP, from {@code CCMHTTPPORT}
     * @param httpsPort default for HTTPS, from {@code CCMHTTPSPORT}
     */
    static IntranetMp parse(String text, int httpPort, int httpsPort) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new InvalidCommandLineException("'" + text
                    + "' is no management point, for example SMSMP=mp1.corp.example or SMSMP=https://mp1.corp.example");
        }
        String scheme = matcher.group("scheme") == null
                ? "http"
                : matcher.group("scheme").toLowerCase(Locale.ROOT);
        int port = matcher.group("port") != null
                ? Integer.parseInt(matcher.group("port"))
                : scheme.equals("https") ? httpsPort : httpPort;
        return new IntranetMp(scheme, matcher.group("host"), port);
    }

    /** The host, and the port if it is not the default port of the scheme. */
    @Override
    public String name() {
        return port == (scheme.equals("https") ? 443 : 80) ? host : host + ":" + port;
    }

    @Override
    public String url(boolean withToken, String path) {
        return scheme + "://" + name() + path;
    }
}
