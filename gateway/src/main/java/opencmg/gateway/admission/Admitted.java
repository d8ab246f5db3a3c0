package opencmg.gateway.admission;

import opencmg.gateway.identity.AuthMethod;
import opencmg.gateway.identity.Identity;
import opencmg.gateway.site.PublishedRole;
import opencmg.settings.site.Endpoint;
import opencmg.settings.site.Role;

/** The proof that a request may be forwarded. Only {@link Admission} makes it. */
public final class Admitted implements AdmissionOutcome {

    private final AdmissionRequest arrival;
    private final Identity identity;
    private final PublishedRole role;
    private final Endpoint endpoint;
    private final String target;

    Admitted(AdmissionRequest arrival, Identity identity, PublishedRole role, Endpoint endpoint, String target) {
        this.arrival = arrival;
        this.identity = identity;
        this.role = role;
        this.endpoint = endpoint;
        this.target = target;
    }

    public AdmissionRequest arrival() {
        return arrival;
    }

    public AuthMethod way() {
        return identity.way();
    }

    public Identity identity() {
        return identity;
    }

    public Role role() {
        return role.role();
    }

    public Endpoint endpoint() {
        return endpoint;
    }

    public String siteCode() {
        return role.site().code();
    }

    /** The path behind the role id with its query, exactly as received; begins with the endpoint's path. */
    public String target() {
        return target;
    }
}
