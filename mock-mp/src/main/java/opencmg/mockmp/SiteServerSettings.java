package opencmg.mockmp;

import java.nio.file.Path;
import opencmg.settings.Address;
import opencmg.settings.Require;
import org.jspecify.annotations.Nullable;

/**
 * The site server face.
 *
 * @param listen plain HTTP; keep it on loopback or a management network
 * @param secretFile what callers must show; made with mode 0600 when missing; {@code site.secret} in the data directory if not given
 */
public record SiteServerSettings(Address listen, @Nullable Path secretFile) {

    public SiteServerSettings {
        listen = Require.present(listen, "listen", "127.0.0.1:8090");
    }
}
