package opencmg.mockmp.tokens;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import opencmg.mockmp.clientid.SmsId;

/**
 * A site token that was verified.
 *
 * @param type claim {@code Type}
 * @param device whose it is, when known
 * @param certificateThumbprint base64url SHA-256 of the client certificate that it is bound to
 */
public record SiteToken(
        TokenCategory category,
        String type,
        UUID id,
        Instant expires,
        Optional<SmsId> device,
        Optional<EntraIdentity> entra,
        Optional<String> certificateThumbprint) {}
