package opencmg.gateway.admin;

import opencmg.settings.Address;

/**
 * The listener for operators.
 *
 * @param listen loopback by default: everybody who reaches it may read how requests were decided
 */
public record AdminSettings(Address listen) {

    public static final AdminSettings DEFAULTS = new AdminSettings(new Address("127.0.0.1", 8081));

    public AdminSettings {
        listen = listen == null ? new Address("127.0.0.1", 8081) : listen;
    }
}
