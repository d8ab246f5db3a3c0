package opencmg.tunnel;

import java.util.Objects;
import java.util.UUID;

/**
 * What a connection point sends about itself when a connection is up.
 *
 * @param connectionId GUID of the connection point; its certificate must contain it as SAN URI {@code urn:uuid:<id>}
 * @param siteCode the site it serves; its certificate must contain it as SAN URI {@code urn:opencmg:site:<code>}, unless the gateway's settings
 *     allow this site without
 * @param version its software version, for people
 * @param epoch grows with every start; connections of a higher epoch replace those of a lower one at once
 * @param maxExchanges concurrent exchanges that it accepts on this connection
 */
public record Hello(UUID connectionId, String siteCode, String version, long epoch, int maxExchanges) {

    public Hello {
        Objects.requireNonNull(siteCode, "siteCode");
    }
}
