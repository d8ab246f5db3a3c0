package opencmg.mockmp.tokens;

/**
 * Who an Entra token was about.
 *
 * @param tenantId claim {@code tid}
 * @param deviceId claim {@code deviceid}; empty for a token without a device
 * @param user whether it is a user's token
 */
public record EntraIdentity(String tenantId, String deviceId, boolean user) {}
