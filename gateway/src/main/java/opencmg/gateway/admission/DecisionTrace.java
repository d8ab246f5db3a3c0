package opencmg.gateway.admission;

import opencmg.gateway.admission.Decision.Route;
import opencmg.gateway.admission.Decision.Shown;
import opencmg.gateway.admission.RequestTarget.Face;
import opencmg.gateway.admission.RequestTarget.OfRole;
import opencmg.gateway.identity.Identity;
import opencmg.gateway.refusal.Refusal;
import opencmg.gateway.site.PublishedRole;
import opencmg.settings.site.Endpoint;
import org.jspecify.annotations.Nullable;

/** What is found out on the way to one decision, so that a refusal in the middle can tell it. Used by one request, one step after the other. */
final class DecisionTrace {

    private @Nullable Face face;
    private Route route = Route.NONE;
    private Shown shown = Shown.NOTHING;
    private @Nullable Identity identity;

    void found(OfRole target, PublishedRole role) {
        face = target.face();
        route = new Route(role.site().code(), target.roleId(), "");
    }

    void found(OfRole target, PublishedRole role, Endpoint endpoint) {
        route = new Route(role.site().code(), target.roleId(), endpoint.name());
    }

    void shown(Credentials credentials) {
        shown = new Shown(credentials.bearer() != null, !credentials.chain().isEmpty());
    }

    void identified(Identity who) {
        identity = who;
    }

    /** @param refusal null when the request was admitted */
    Decision decision(AdmissionRequest arrival, long now, @Nullable Refusal refusal) {
        return new Decision(
                arrival.requestId(),
                now,
                arrival.method(),
                Decision.pathOf(arrival.uri()),
                face,
                route,
                shown,
                identity,
                refusal);
    }
}
