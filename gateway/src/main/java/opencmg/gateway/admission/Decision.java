package opencmg.gateway.admission;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import opencmg.gateway.admission.RequestTarget.Face;
import opencmg.gateway.identity.AuthMethod;
import opencmg.gateway.identity.Identity;
import opencmg.gateway.refusal.PrintableText;
import opencmg.gateway.refusal.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * How one request was decided, for {@code opencmg explain}. Keeps references and makes text only when somebody asks: it is made for every request.
 * Holds no credential.
 *
 * @param path as received, without query
 * @param face by which prefix the client came; null when the path named none
 * @param route site, role and endpoint that were found, as far as they were
 * @param identity null when none was proved
 * @param refusal null when the request was served
 */
public record Decision(
        String requestId,
        long atMillis,
        String method,
        String path,
        RequestTarget.@Nullable Face face,
        Route route,
        Shown shown,
        @Nullable Identity identity,
        @Nullable Refusal refusal) {

    private static final int LONGEST_PATH = 512;

    /** Empty texts for what was not found. */
    record Route(String siteCode, String roleId, String endpoint) {
        static final Route NONE = new Route("", "", "");
    }

    /** Which credentials the client showed. */
    record Shown(boolean bearer, boolean certificate) {
        static final Shown NOTHING = new Shown(false, false);
    }

    /** The same request, failed on its further way. */
    Decision failed(Refusal later) {
        return new Decision(requestId, atMillis, method, path, face, route, shown, identity, later);
    }

    static String pathOf(String uri) {
        int question = uri.indexOf('?');
        int end = Math.min(question < 0 ? uri.length() : question, LONGEST_PATH);
        return uri.substring(0, end);
    }

    /** The three ways in their order, each with what it said. */
    public List<AuthAttempt> attempts() {
        List<AuthAttempt> attempts = new ArrayList<>();
        for (AuthMethod way : AuthMethod.values()) {
            attempts.add(new AuthAttempt(way, said(way)));
        }
        return attempts;
    }

    private String said(AuthMethod way) {
        if (identity != null && identity.way() == way) {
            return "admitted: " + identity;
        }
        if (refusal != null && refusal.way().equals(way.text())) {
            return "refused: " + refusal.getMessage();
        }
        boolean has = way == AuthMethod.PKI ? shown.certificate() : shown.bearer();
        String credential = way == AuthMethod.PKI ? "certificate" : "bearer token";
        if (!has) {
            return "not asked: the client showed no " + credential;
        }
        if (face != null && (face == Face.MUTUAL_AUTH) != (way == AuthMethod.PKI)) {
            return "not asked: this path does not take a " + credential;
        }
        return "not asked: the " + credential + " is not one of its own";
    }

    /** For the admin face. */
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
        JsonArray ways = new JsonArray();
        attempts()
                .forEach(attempt -> ways.add(
                        new JsonObject().put("way", attempt.way().text()).put("said", attempt.said())));
        return json.put("attempts", ways);
    }
}
