package opencmg.tunnel;

import java.util.UUID;

/**
 * What a connection point says of itself when a connection is up.
 *
 * @param connectionId GUID of the connection point; must stand in its certificate as SAN URI {@code urn:uuid:<id>}
 * @param siteCode the site it serves
 * @param version its software, for people
 * @param epoch rises with every start; connections of a higher epoch replace those of a lower one at once
 * @param mostExchanges how many exchanges it takes at a time on this connection
 */
public record Hello(UUID connectionId, String siteCode, String version, long epoch, int mostExchanges) {}
