package opencmg.gateway.admission;

import opencmg.gateway.identity.Identity;
import opencmg.gateway.identity.Identity.AuthMethod;
import opencmg.gateway.site.PublishedSite.PublishedRole;
import opencmg.settings.site.Endpoint;
import opencmg.settings.site.Role;

/** Proof that a request may be forwarded. Only {@link Admission} creates it. */
public final class Admitted implements AdmissionOutcome {

    private final AdmissionRequest request;
    private final Identity identity;
    private final PublishedRole role;
    private final Endpoint endpoint;
    private final String target;

    Admitted(AdmissionRequest request, Identity identity, PublishedRole role, Endpoint endpoint, String target) {
        this.request = request;
        this.identity = identity;
        this.role = role;
        this.endpoint = endpoint;
        this.target = target;
    }

    public AdmissionRequest request() {
        return request;
    }

    public AuthMethod authMethod() {
        return identity.authMethod();
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

    /** The path after the role id with its query, exactly as received; begins with the endpoint's path. */
    public String target() {
        return target;
    }
}
