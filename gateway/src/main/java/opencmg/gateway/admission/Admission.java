package opencmg.gateway.admission;

import io.vertx.core.Future;
import java.util.Set;
import java.util.function.BooleanSupplier;
import opencmg.gateway.admission.RequestTarget.Face;
import opencmg.gateway.admission.RequestTarget.OfRole;
import opencmg.gateway.identity.Identity;
import opencmg.gateway.identity.PeerChain;
import opencmg.gateway.identity.Verifiers;
import opencmg.gateway.refusal.Refusal;
import opencmg.gateway.refusal.RefusalReason;
import opencmg.gateway.site.PublishedRole;
import opencmg.gateway.site.PublishedSites;
import opencmg.gateway.site.SiteView;
import opencmg.settings.site.Endpoint;
import opencmg.settings.site.RoleType;

/**
 * Decides on every request. In this order: a path that can be trusted; a role, because whom to trust is said by its site; a credential; then what
 * this client may do there. A stranger learns which roles exist, and nothing about their endpoints.
 */
public final class Admission {

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "CCM_POST", "BITS_POST", "PROPFIND");

    private final PublishedSites sites;
    private final Verifiers verifiers;
    private final DecisionLog decisions;
    private final SiteWideResponses siteWide;

    /**
     * @param version of this gateway, for ServiceMetadata
     * @param ready whether requests would find a tunnel now
     */
    public Admission(
            PublishedSites sites, Verifiers verifiers, DecisionLog decisions, String version, BooleanSupplier ready) {
        this.sites = sites;
        this.verifiers = verifiers;
        this.decisions = decisions;
        this.siteWide = new SiteWideResponses(verifiers, version, ready);
    }

    /** What to do with a request; fails with a {@link Refusal}. Completed already when the verdict on the credential is known. */
    public Future<AdmissionOutcome> admit(AdmissionRequest arrival) {
        DecisionTrace trace = new DecisionTrace();
        return decide(arrival, trace)
                .onSuccess(outcome -> decisions.add(trace.decision(arrival, decisions.now(), null)))
                .onFailure(failure -> decisions.add(trace.decision(arrival, decisions.now(), Refusal.of(failure))));
    }

    private Future<AdmissionOutcome> decide(AdmissionRequest arrival, DecisionTrace trace) {
        try {
            if (!METHODS.contains(arrival.method())) {
                throw new Refusal(RefusalReason.METHOD_NOT_ALLOWED, "the method is not among " + METHODS);
            }
            RequestTarget target = RequestTarget.parse(arrival.uri());
            SiteView view = sites.current();
            if (target instanceof OfRole ofRole) {
                return decide(arrival, ofRole, role(ofRole, view), trace);
            }
            return siteWide.answer(target, arrival, Credentials.of(arrival), view);
        } catch (RuntimeException failure) {
            return Future.failedFuture(failure);
        }
    }

    private Future<AdmissionOutcome> decide(
            AdmissionRequest arrival, OfRole target, PublishedRole role, DecisionTrace trace) {
        trace.found(target, role);
        Credentials credentials = Credentials.of(arrival);
        trace.shown(credentials);
        return identify(target.face(), credentials, role).map(identity -> {
            trace.identified(identity);
            Endpoint endpoint = endpoint(target, role);
            trace.found(target, role, endpoint);
            checkMay(identity, role, endpoint);
            checkBody(arrival, endpoint);
            return new Admitted(arrival, identity, role, endpoint, target.target());
        });
    }

    private static PublishedRole role(OfRole target, SiteView view) {
        if (view.isEmpty()) {
            throw new Refusal(
                    RefusalReason.NO_SITE_CONFIGURATION, "no connection point has brought a site configuration yet");
        }
        PublishedRole role = view.role(target.roleId());
        if (role == null) {
            throw new Refusal(RefusalReason.ROLE_UNKNOWN, "no site publishes a role " + target.roleId());
        }
        return role;
    }

    private Future<? extends Identity> identify(Face face, Credentials credentials, PublishedRole role) {
        return face == Face.MUTUAL_AUTH ? byCertificate(credentials, role) : byToken(credentials, role);
    }

    private Future<? extends Identity> byCertificate(Credentials credentials, PublishedRole role) {
        if (credentials.chain().isEmpty()) {
            throw new Refusal(
                    RefusalReason.NO_CREDENTIAL,
                    "the TLS client showed no certificate"
                            + (credentials.bearer() == null
                                    ? ""
                                    : "; its bearer token belongs to CCM_Proxy_ServerAuth"));
        }
        return verifiers.certificate(credentials.chain(), role.site());
    }

    private Future<? extends Identity> byToken(Credentials credentials, PublishedRole role) {
        String token = credentials.bearer();
        if (token == null) {
            throw new Refusal(
                    RefusalReason.TOKEN_MISSING,
                    credentials.scheme() == null
                            ? "there is no Authorization field"
                            : "the Authorization field is " + credentials.scheme() + ", not Bearer");
        }
        return verifiers.bearer(token, role.site()).map(identity -> bound(identity, credentials.chain()));
    }

    /** Per request and not with the verdict: the same token may come over another connection. */
    private static Identity bound(Identity identity, PeerChain chain) {
        if (identity instanceof Identity.SiteToken token
                && token.boundTo() != null
                && !token.boundTo().equals(chain.thumbprint())) {
            throw new Refusal(
                            RefusalReason.TOKEN_BINDING,
                            "the " + token.kind().text() + " " + token.id() + " is bound to the certificate "
                                    + token.boundTo() + " (SHA-256), the TLS client showed "
                                    + (chain.isEmpty() ? "none" : chain.thumbprint()))
                    .saidBy(identity.way().text());
        }
        return identity;
    }

    private static Endpoint endpoint(OfRole target, PublishedRole role) {
        Endpoint endpoint = role.endpoint(target.path());
        if (endpoint == null) {
            throw new Refusal(
                    RefusalReason.ENDPOINT_NOT_PUBLISHED,
                    "role " + target.roleId() + " of site " + role.site().code() + " publishes "
                            + role.endpoints().stream()
                                    .map(Endpoint::path)
                                    .sorted()
                                    .toList());
        }
        return endpoint;
    }

    private static void checkMay(Identity identity, PublishedRole role, Endpoint endpoint) {
        if (identity.enrolmentOnly() && !endpoint.enrolment()) {
            throw new Refusal(
                    RefusalReason.ENROLMENT_ONLY,
                    identity + " does not open " + endpoint.path() + ", only "
                            + role.endpoints().stream()
                                    .filter(Endpoint::enrolment)
                                    .map(Endpoint::path)
                                    .sorted()
                                    .toList());
        }
        if (role.role().type() == RoleType.MP) {
            new Combination(ClientKind.of(identity), role.role().mode(), Scenario.of(endpoint)).check();
        }
    }

    private static void checkBody(AdmissionRequest arrival, Endpoint endpoint) {
        if (arrival.contentLength() > endpoint.bodyLimit()) {
            throw new Refusal(
                    RefusalReason.BODY_TOO_LARGE,
                    "the body has " + arrival.contentLength() + " bytes, " + endpoint.path() + " takes "
                            + endpoint.bodyLimit());
        }
    }
}
