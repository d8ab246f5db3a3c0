package opencmg.gateway.admission;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import opencmg.gateway.admission.RequestTarget.Prefix;
import opencmg.gateway.admission.RequestTarget.RoleTarget;
import opencmg.gateway.identity.Identity;
import opencmg.gateway.identity.Identity.AuthMethod;
import opencmg.gateway.refusal.PrintableText;
import opencmg.gateway.refusal.Refusal;
import opencmg.gateway.site.PublishedSite.PublishedRole;
import opencmg.settings.site.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * How one request was decided, for {@code opencmg explain}. One is created per request, so it keeps references and formats text only on demand.
 * It holds no credential.
 *
 * @param path as received, without query
 * @param prefix the prefix of the path, which selects the kind of credential; null when the path has none
 * @param route the site, role and endpoint, as far as they were found
 * @param identity null when the client was not authenticated
 * @param refusal null when the request was served
 */
public record Decision(
        String requestId,
        long atMillis,
        String method,
        String path,
        RequestTarget.@Nullable Prefix prefix,
        Route route,
        Presented presented,
        @Nullable Identity identity,
        @Nullable Refusal refusal) {

    private static final int MAX_PATH_LENGTH = 512;

    /** An empty text stands for what was not found. */
    record Route(String siteCode, String roleId, String endpoint) {
        static final Route NONE = new Route("", "", "");
    }

    /** Which kinds of credentials the client presented. */
    record Presented(boolean bearer, boolean certificate) {
        static final Presented NOTHING = new Presented(false, false);
    }

    /**
     * The result of one authentication method.
     *
     * @param result for operators: the identity, the reason of the refusal, or why the method was not tried
     */
    public record AuthAttempt(AuthMethod authMethod, String result) {}

    /** Collects what is known so far while a request is decided, so that a refusal at any step can record it. Not thread-safe. */
    static final class Builder {

        private @Nullable Prefix prefix;
        private Route route = Route.NONE;
        private Presented presented = Presented.NOTHING;
        private @Nullable Identity identity;

        void role(RoleTarget target, PublishedRole role) {
            prefix = target.prefix();
            route = new Route(role.site().code(), target.roleId(), "");
        }

        void endpoint(RoleTarget target, PublishedRole role, Endpoint endpoint) {
            route = new Route(role.site().code(), target.roleId(), endpoint.name());
        }

        void presented(boolean bearer, boolean certificate) {
            presented = new Presented(bearer, certificate);
        }

        void identity(Identity verified) {
            identity = verified;
        }

        /** @param refusal null when the request was admitted */
        Decision build(AdmissionRequest request, long nowMillis, @Nullable Refusal refusal) {
            return new Decision(
                    request.requestId(),
                    nowMillis,
                    request.method(),
                    pathOf(request.uri()),
                    prefix,
                    route,
                    presented,
                    identity,
                    refusal);
        }
    }

    /** A refusal outside of admission: before it or without it, so nothing but the reason is known. */
    static Decision withoutAdmission(String requestId, long nowMillis, Refusal refusal) {
        return new Decision(requestId, nowMillis, "", "", null, Route.NONE, Presented.NOTHING, null, refusal);
    }

    /** The same request, refused at a later step. */
    Decision refused(Refusal later) {
        return new Decision(requestId, atMillis, method, path, prefix, route, presented, identity, later);
    }

    static String pathOf(String uri) {
        int question = uri.indexOf('?');
        int end = Math.min(question < 0 ? uri.length() : question, MAX_PATH_LENGTH);
        return uri.substring(0, end);
    }

    /** One entry per authentication method, in the order of {@link AuthMethod}. */
    public List<AuthAttempt> attempts() {
        return Arrays.stream(AuthMethod.values())
                .map(authMethod -> new AuthAttempt(authMethod, result(authMethod)))
                .toList();
    }

    private String result(AuthMethod authMethod) {
        if (identity != null && identity.authMethod() == authMethod) {
            return "admitted: " + identity;
        }
        if (refusal != null && refusal.authMethod().equals(authMethod.text())) {
            return "refused: " + refusal.getMessage();
        }
        boolean wasPresented = authMethod == AuthMethod.PKI ? presented.certificate() : presented.bearer();
        String credential = authMethod == AuthMethod.PKI ? "certificate" : "bearer token";
        if (!wasPresented) {
            return "not asked: the client showed no " + credential;
        }
        if (prefix != null && (prefix == Prefix.MUTUAL_AUTH) != (authMethod == AuthMethod.PKI)) {
            return "not asked: this path does not take a " + credential;
        }
        return "not asked: the " + credential + " is not one of its own";
    }

    /** For the admin server: {@code /decisions/<id>}. */
    public JsonObject toJson() {
        JsonObject json = new JsonObject()
                .put("requestId", requestId)
                .put("at", Instant.ofEpochMilli(atMillis).toString())
                .put("method", PrintableText.text(method))
                .put("path", PrintableText.text(path))
                .put("outcome", refusal == null ? "admitted" : refusal.reason().code())
                .put("siteCode", route.siteCode())
                .put("role", route.roleId())
                .put("endpoint", route.endpoint());
        if (refusal != null) {
            json.put("status", refusal.reason().status())
                    .put("phrase", refusal.reason().phrase())
                    .put("hop", refusal.reason().hop().text())
                    .put("detail", refusal.detail())
                    .put("hint", refusal.reason().hint());
        }
        JsonArray attempts = new JsonArray();
        attempts()
                .forEach(attempt -> attempts.add(
                        new JsonObject().put("way", attempt.authMethod().text()).put("said", attempt.result())));
        return json.put("attempts", attempts);
    }
}
