package opencmg.settings.site;

import java.net.URI;
import java.util.List;
import opencmg.settings.Require;
import org.jspecify.annotations.Nullable;

/**
 * A site system role that clients reach through the gateway.
 *
 * @param id opaque decimal string, for example {@code 72057594037927939} (protocol.md 1.2)
 * @param type management point or software update point
 * @param fqdn name of the site system, for people and for location replies
 * @param mode how it talks to clients
 * @param internalUrl scheme, host and port that the connection point relays to; null once it has left the intranet
 * @param endpoints what is published of it; everything else is refused at the gateway
 */
public record Role(
        String id,
        RoleType type,
        String fqdn,
        MpMode mode,
        @Nullable URI internalUrl,
        List<Endpoint> endpoints) {

    public Role {
        Require.matches(id, "[0-9]{1,20}", "id", "72057594037927939");
        type = Require.present(type, "type", "MP");
        Require.matches(fqdn, "[A-Za-z0-9._-]{1,253}", "fqdn", "mp1.corp.example");
        mode = mode == null ? MpMode.EHTTP : mode;
        endpoints = List.copyOf(Require.present(endpoints, "endpoints", "[{name: SMS_MP, path: /SMS_MP}]"));
        if (internalUrl != null
                && (internalUrl.getHost() == null
                        || !("http".equals(internalUrl.getScheme()) || "https".equals(internalUrl.getScheme())))) {
            throw new IllegalArgumentException(
                    "internalUrl must be http or https with a host, for example https://mp1.corp.example:443");
        }
    }

    /** The same role without its address inside. */
    public Role published() {
        return new Role(id, type, fqdn, mode, null, endpoints);
    }
}
