package opencmg.gateway.admission;

import io.vertx.core.buffer.Buffer;

/** The result of a successful admission: a request to forward, or a response that the gateway sends itself. */
public sealed interface AdmissionOutcome permits Admitted, AdmissionOutcome.LocalResponse {

    /**
     * A response of the gateway itself, for the paths that belong to no role (protocol.md 1.2).
     *
     * @param contentType of the body, for example {@code application/json}
     */
    record LocalResponse(int status, String contentType, Buffer body) implements AdmissionOutcome {}
}
