package opencmg.gateway.refusal;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

/** The body of every refusal: {@code application/problem+json} (RFC 9457). */
public final class ProblemDocument {

    public static final String CONTENT_TYPE = "application/problem+json";

    /** How much detail the reader may see. */
    public enum Form {
        /** For operators. */
        LONG,
        /** For unauthenticated remote clients. */
        SHORT
    }

    private ProblemDocument() {}

    /** UTF-8 JSON: type, title, status, detail, code, hop, hint, requestId, and way when an authentication method refused. */
    public static Buffer json(Refusal refusal, String requestId, Form form) {
        RefusalReason reason = refusal.reason();
        JsonObject problem = new JsonObject()
                .put("type", "urn:opencmg:refusal:" + reason.code())
                .put("title", reason.title())
                .put("status", reason.status())
                .put("detail", form == Form.LONG ? refusal.detail() : refusal.publicDetail())
                .put("code", reason.code())
                .put("hop", reason.hop().text())
                .put("hint", reason.hint())
                .put("requestId", requestId);
        if (!refusal.authMethod().isEmpty()) {
            problem.put("way", refusal.authMethod());
        }
        return problem.toBuffer();
    }
}
