package opencmg.gateway.admission;

import io.vertx.core.Future;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import opencmg.gateway.admission.RequestTarget.Prefix;
import opencmg.gateway.admission.RequestTarget.RoleTarget;
import opencmg.gateway.identity.Identity;
import opencmg.gateway.identity.PeerChain;
import opencmg.gateway.identity.Verifiers;
import opencmg.gateway.refusal.Refusal;
import opencmg.gateway.refusal.RefusalReason;
import opencmg.gateway.site.PublishedSite.PublishedRole;
import opencmg.gateway.site.PublishedSites;
import opencmg.settings.site.Endpoint;
import opencmg.settings.site.RoleType;
import org.jspecify.annotations.Nullable;

/**
 * Decides on every request, in this order: the path must be unambiguous; it must name a published role, because the role's site defines whom to
 * trust; the credential must be valid; the client must be allowed to use the endpoint. An unauthenticated client can therefore find out which
 * roles exist, but nothing about their endpoints.
 */
public final class Admission {

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "CCM_POST", "BITS_POST", "PROPFIND");

    private final PublishedSites sites;
    private final Verifiers verifiers;
    private final DecisionLog decisions;
    private final SiteWideResponses siteWide;

    /**
     * @param version of this gateway, for ServiceMetadata
     * @param ready whether a tunnel is available now
     */
    public Admission(
            PublishedSites sites, Verifiers verifiers, DecisionLog decisions, String version, BooleanSupplier ready) {
        this.sites = sites;
        this.verifiers = verifiers;
        this.decisions = decisions;
        this.siteWide = new SiteWideResponses(verifiers, version, ready);
    }

    /**
     * Decides what to do with a request; fails with a {@link Refusal}. The future is already completed when the verdict on the credential is
     * cached.
     */
    public Future<AdmissionOutcome> admit(AdmissionRequest request) {
        Decision.Builder decision = new Decision.Builder();
        return decide(request, decision)
                .onSuccess(outcome -> decisions.add(decision.build(request, decisions.now(), null)))
                .onFailure(failure -> decisions.add(decision.build(request, decisions.now(), Refusal.of(failure))));
    }

    private Future<AdmissionOutcome> decide(AdmissionRequest request, Decision.Builder decision) {
        try {
            if (!METHODS.contains(request.method())) {
                throw new Refusal(RefusalReason.METHOD_NOT_ALLOWED, "the method is not among " + METHODS);
            }
            RequestTarget target = RequestTarget.parse(request.uri());
            PublishedSites.Snapshot snapshot = sites.current();
            if (target instanceof RoleTarget roleTarget) {
                return decide(request, roleTarget, findRole(roleTarget, snapshot), decision);
            }
            return siteWide.respond(target, request, Credentials.of(request).bearer(), snapshot);
        } catch (RuntimeException failure) {
            return Future.failedFuture(failure);
        }
    }

    private Future<AdmissionOutcome> decide(
            AdmissionRequest request, RoleTarget target, PublishedRole role, Decision.Builder decision) {
        decision.role(target, role);
        Credentials credentials = Credentials.of(request);
        decision.presented(credentials.bearer() != null, !credentials.chain().isEmpty());
        return authenticate(target.prefix(), credentials, role).map(identity -> {
            decision.identity(identity);
            Endpoint endpoint = findEndpoint(target, role);
            decision.endpoint(target, role, endpoint);
            authorize(identity, role, endpoint);
            checkBodySize(request, endpoint);
            return new Admitted(request, identity, role, endpoint, target.target());
        });
    }

    private static PublishedRole findRole(RoleTarget target, PublishedSites.Snapshot snapshot) {
        if (snapshot.isEmpty()) {
            throw new Refusal(
                    RefusalReason.NO_SITE_CONFIGURATION, "no connection point has brought a site configuration yet");
        }
        PublishedRole role = snapshot.role(target.roleId());
        if (role == null) {
            throw new Refusal(RefusalReason.ROLE_UNKNOWN, "no site publishes a role " + target.roleId());
        }
        return role;
    }

    private Future<? extends Identity> authenticate(Prefix prefix, Credentials credentials, PublishedRole role) {
        return prefix == Prefix.MUTUAL_AUTH ? byCertificate(credentials, role) : byToken(credentials, role);
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
                    credentials.otherScheme() == null
                            ? "there is no Authorization field"
                            : "the Authorization field is " + credentials.otherScheme() + ", not Bearer");
        }
        return verifiers.bearer(token, role.site()).map(identity -> checkBinding(identity, credentials.chain()));
    }

    /** Checked per request and not cached with the verdict: the same token may arrive over another connection. */
    private static Identity checkBinding(Identity identity, PeerChain chain) {
        if (identity instanceof Identity.SiteToken token
                && token.boundTo() != null
                && !token.boundTo().equals(chain.thumbprint())) {
            throw new Refusal(
                            RefusalReason.TOKEN_BINDING,
                            "the " + token.kind().text() + " " + token.id() + " is bound to the certificate "
                                    + token.boundTo() + " (SHA-256), the TLS client showed "
                                    + (chain.isEmpty() ? "none" : chain.thumbprint()))
                    .by(identity.authMethod().text());
        }
        return identity;
    }

    private static Endpoint findEndpoint(RoleTarget target, PublishedRole role) {
        Endpoint endpoint = role.endpoint(target.path());
        if (endpoint == null) {
            throw new Refusal(
                    RefusalReason.ENDPOINT_NOT_PUBLISHED,
                    "role " + target.roleId() + " of site " + role.site().code() + " publishes "
                            + paths(role, published -> true));
        }
        return endpoint;
    }

    private static void authorize(Identity identity, PublishedRole role, Endpoint endpoint) {
        if (identity.enrolmentOnly() && !endpoint.enrolment()) {
            throw new Refusal(
                    RefusalReason.ENROLMENT_ONLY,
                    identity + " does not open " + endpoint.path() + ", only " + paths(role, Endpoint::enrolment));
        }
        if (role.role().type() == RoleType.MP) {
            ClientScenario.of(identity, role.role().mode(), endpoint).checkSupported();
        }
    }

    private static List<String> paths(PublishedRole role, Predicate<Endpoint> filter) {
        return role.endpoints().stream()
                .filter(filter)
                .map(Endpoint::path)
                .sorted()
                .toList();
    }

    private static void checkBodySize(AdmissionRequest request, Endpoint endpoint) {
        if (request.contentLength() > endpoint.bodyLimit()) {
            throw new Refusal(
                    RefusalReason.BODY_TOO_LARGE,
                    "the body has " + request.contentLength() + " bytes, " + endpoint.path() + " takes "
                            + endpoint.bodyLimit());
        }
    }

    /**
     * The credentials that a client presents.
     *
     * @param bearer the token of {@code Authorization: Bearer}; null without one
     * @param otherScheme the scheme of an Authorization field that is not Bearer, for the refusal's text; null without such a field
     */
    private record Credentials(
            @Nullable String bearer, @Nullable String otherScheme, PeerChain chain) {

        private static final String BEARER = "Bearer ";
        private static final int MAX_SCHEME_LENGTH = 32;

        /** @throws Refusal when there are two Authorization fields: two readers could use different ones */
        static Credentials of(AdmissionRequest request) {
            PeerChain chain = PeerChain.of(request.peerChain());
            List<String> fields = request.headers().getAll("authorization");
            if (fields.size() > 1) {
                throw new Refusal(
                        RefusalReason.TOKEN_MALFORMED, "there are " + fields.size() + " Authorization fields");
            }
            if (fields.isEmpty()) {
                return new Credentials(null, null, chain);
            }
            String field = fields.get(0);
            if (field.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
                return new Credentials(field.substring(BEARER.length()).strip(), null, chain);
            }
            int blank = field.indexOf(' ');
            boolean hasScheme = blank > 0 && blank <= MAX_SCHEME_LENGTH;
            return new Credentials(null, hasScheme ? field.substring(0, blank) : "without a blank", chain);
        }
    }
}
