package opencmg.mockmp;

import opencmg.settings.Address;
import opencmg.settings.Require;

/**
 * The software update point.
 *
 * @param listen plain HTTP, as WSUS on 8530
 */
public record UpdatePointSettings(Address listen) {

    public UpdatePointSettings {
        listen = Require.present(listen, "listen", "127.0.0.1:8530");
    }
}
