package opencmg.gateway.admission;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import opencmg.gateway.refusal.Refusal;
import opencmg.gateway.refusal.RefusalReason;
import opencmg.settings.site.EndpointPath;
import opencmg.settings.site.MalformedPathException;
import org.jspecify.annotations.Nullable;

/** A parsed request target (protocol.md 1.2). Prefixes and names are case-insensitive. */
sealed interface RequestTarget {

    /** The first segment of the path, which selects how the client authenticates. */
    enum Prefix {
        /** {@code CCM_Proxy_MutualAuth}: by a client certificate. */
        MUTUAL_AUTH,
        /** {@code CCM_Proxy_ServerAuth}: by a bearer token. */
        SERVER_AUTH
    }

    /**
     * A path of a role.
     *
     * @param path the decoded path after the role id; for matching only
     * @param target the path after the role id and the query, as received
     */
    record RoleTarget(Prefix prefix, String roleId, String path, String target) implements RequestTarget {}

    /** {@code ServiceMetadata}. */
    record ServiceMetadata(Prefix prefix) implements RequestTarget {}

    /**
     * {@code AADAuthInfo?TenantID=}.
     *
     * @param tenantId percent-decoded; empty when the query has none
     */
    record TenantInfo(String tenantId) implements RequestTarget {}

    /** @throws Refusal with {@link RefusalReason#PATH_MALFORMED} or {@link RefusalReason#PATH_UNKNOWN} */
    static RequestTarget parse(String uri) {
        String path = decode(uri);
        int question = uri.indexOf('?');
        String rawPath = question < 0 ? uri : uri.substring(0, question);
        String query = question < 0 ? "" : uri.substring(question + 1);
        int first = path.indexOf('/', 1);
        Prefix prefix = first < 0 ? null : prefix(path.substring(1, first));
        if (prefix == null) {
            throw unknown();
        }
        int second = path.indexOf('/', first + 1);
        String name = path.substring(first + 1, second < 0 ? path.length() : second);
        if (isRoleId(name)) {
            String rolePath = second < 0 ? "" : path.substring(second);
            return new RoleTarget(prefix, name, rolePath, uri.substring(rawStart(rawPath)));
        }
        return siteWide(prefix, second < 0 ? name : "", query);
    }

    private static String decode(String uri) {
        try {
            return EndpointPath.decode(uri);
        } catch (MalformedPathException e) {
            throw new Refusal(RefusalReason.PATH_MALFORMED, "the path is refused: " + e.getMessage());
        }
    }

    private static RequestTarget siteWide(Prefix prefix, String name, String query) {
        if (name.equalsIgnoreCase("ServiceMetadata")) {
            return new ServiceMetadata(prefix);
        }
        if (name.equalsIgnoreCase("AADAuthInfo") && prefix == Prefix.SERVER_AUTH) {
            return new TenantInfo(parameter(query, "TenantID"));
        }
        throw unknown();
    }

    private static @Nullable Prefix prefix(String segment) {
        if (segment.equalsIgnoreCase("CCM_Proxy_MutualAuth")) {
            return Prefix.MUTUAL_AUTH;
        }
        return segment.equalsIgnoreCase("CCM_Proxy_ServerAuth") ? Prefix.SERVER_AUTH : null;
    }

    private static boolean isRoleId(String name) {
        return !name.isEmpty()
                && name.length() <= 20
                && name.chars().allMatch(character -> character >= '0' && character <= '9');
    }

    /** Where the path after the role id begins in the raw path: at its third slash, because encoded slashes are refused. */
    private static int rawStart(String rawPath) {
        int third = rawPath.indexOf('/', rawPath.indexOf('/', 1) + 1);
        return third < 0 ? rawPath.length() : third;
    }

    /** The value of a query parameter, decoded; empty when it is absent. Two of the same name are ambiguous and refused. */
    private static String parameter(String query, String name) {
        String value = null;
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0 && pair.substring(0, equals).equalsIgnoreCase(name)) {
                if (value != null) {
                    throw new Refusal(RefusalReason.PATH_MALFORMED, "the query has more than one " + name);
                }
                value = pair.substring(equals + 1);
            }
        }
        return value == null ? "" : decoded(value, name);
    }

    private static String decoded(String value, String name) {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new Refusal(
                    RefusalReason.PATH_MALFORMED, name + " has a percent sign without two hexadecimal digits", e);
        }
    }

    private static Refusal unknown() {
        return new Refusal(
                RefusalReason.PATH_UNKNOWN,
                "the path names neither a role nor anything that the gateway answers itself");
    }
}
