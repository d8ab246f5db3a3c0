package opencmg.gateway.refusal;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

/** The body of every refusal: {@code application/problem+json} (RFC 9457). */
public final class ProblemDocument {

    public static final String CONTENT_TYPE = "application/problem+json";

    /** How much a reader may know. */
    public enum Form {
        /** For operators. */
        LONG,
        /** For a remote client that nobody knows yet. */
        SHORT
    }

    private ProblemDocument() {}

    /** UTF-8 JSON: type, title, status, detail, code, hop, hint, requestId, and way where one of the ways to come in has refused. */
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
        if (!refusal.way().isEmpty()) {
            problem.put("way", refusal.way());
        }
        return problem.toBuffer();
    }
}
