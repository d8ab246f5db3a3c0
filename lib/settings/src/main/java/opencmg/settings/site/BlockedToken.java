package opencmg.settings.site;

import java.time.Instant;
import java.util.UUID;
import opencmg.settings.Require;

/**
 * A token that the site has blocked.
 *
 * @param id the token's UniqueId
 * @param at when it was blocked
 * @param by who blocked it, for the explanation of a refusal
 */
public record BlockedToken(UUID id, Instant at, String by) {

    public BlockedToken {
        id = Require.present(id, "id", "db591e33-96fd-4c5b-82f3-bf673e5bd0a2");
        at = at == null ? Instant.EPOCH : at;
        by = by == null ? "" : by;
    }
}
