package opencmg.diagnose;

/**
 * A role behind the gateway.
 *
 * @param id decimal
 * @param fqdn name inside; empty when nobody has told it
 */
public record SiteRole(String id, String fqdn) {

    @Override
    public String toString() {
        return fqdn.isEmpty() ? id : fqdn + " (" + id + ")";
    }
}
