package opencmg.gateway.admission;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import opencmg.gateway.refusal.Refusal;
import opencmg.gateway.refusal.RefusalReason;
import org.jspecify.annotations.Nullable;

/** What a request target asks for (protocol.md 1.2). Prefixes and names match without regard to case. */
sealed interface RequestTarget {

    /** How the client proves itself: by the prefix of the path. */
    enum Face {
        /** {@code CCM_Proxy_MutualAuth}: by a client certificate. */
        MUTUAL_AUTH,
        /** {@code CCM_Proxy_ServerAuth}: by a bearer token. */
        SERVER_AUTH
    }

    /**
     * Something of a role.
     *
     * @param path decoded, behind the role id; for matching only
     * @param target as received, behind the role id, with query
     */
    record OfRole(Face face, String roleId, String path, String target) implements RequestTarget {}

    /** {@code ServiceMetadata}. */
    record ServiceMetadata(Face face) implements RequestTarget {}

    /**
     * {@code AADAuthInfo?TenantID=}.
     *
     * @param tenantId percent-decoded; empty when none is named
     */
    record TenantInfo(String tenantId) implements RequestTarget {}

    /** @throws Refusal with {@link RefusalReason#PATH_MALFORMED} or {@link RefusalReason#PATH_UNKNOWN} */
    static RequestTarget parse(String uri) {
        int question = uri.indexOf('?');
        String rawPath = question < 0 ? uri : uri.substring(0, question);
        String query = question < 0 ? "" : uri.substring(question + 1);
        SafePath.checkQuery(query);
        String path = SafePath.decode(rawPath);
        int first = path.indexOf('/', 1);
        Face face = first < 0 ? null : face(path.substring(1, first));
        if (face == null) {
            throw unknown();
        }
        int second = path.indexOf('/', first + 1);
        String name = path.substring(first + 1, second < 0 ? path.length() : second);
        if (isRoleId(name)) {
            String behind = second < 0 ? "" : path.substring(second);
            return new OfRole(face, name, behind, uri.substring(rawStart(rawPath)));
        }
        return siteWide(face, second < 0 ? name : "", query);
    }

    private static RequestTarget siteWide(Face face, String name, String query) {
        if (name.equalsIgnoreCase("ServiceMetadata")) {
            return new ServiceMetadata(face);
        }
        if (name.equalsIgnoreCase("AADAuthInfo") && face == Face.SERVER_AUTH) {
            return new TenantInfo(parameter(query, "TenantID"));
        }
        throw unknown();
    }

    private static @Nullable Face face(String segment) {
        if (segment.equalsIgnoreCase("CCM_Proxy_MutualAuth")) {
            return Face.MUTUAL_AUTH;
        }
        return segment.equalsIgnoreCase("CCM_Proxy_ServerAuth") ? Face.SERVER_AUTH : null;
    }

    private static boolean isRoleId(String name) {
        return !name.isEmpty()
                && name.length() <= 20
                && name.chars().allMatch(character -> character >= '0' && character <= '9');
    }

    /** Where the path behind the role id begins in the text as received: at its third slash, as no slash can be encoded. */
    private static int rawStart(String rawPath) {
        int third = rawPath.indexOf('/', rawPath.indexOf('/', 1) + 1);
        return third < 0 ? rawPath.length() : third;
    }

    /** Empty when there is none; two could be understood in two ways. */
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
