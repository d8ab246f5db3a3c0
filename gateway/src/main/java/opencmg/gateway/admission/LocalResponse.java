package opencmg.gateway.admission;

import io.vertx.core.buffer.Buffer;

/**
 * An answer of the gateway itself, for the paths that belong to no role (protocol.md 1.2).
 *
 * @param contentType of the body, for example {@code application/json}
 */
public record LocalResponse(int status, String contentType, Buffer body) implements AdmissionOutcome {}
