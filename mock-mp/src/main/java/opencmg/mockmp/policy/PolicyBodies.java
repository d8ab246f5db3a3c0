package opencmg.mockmp.policy;

import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import opencmg.mockmp.http.RequestRefusedException;
import opencmg.mockmp.messaging.Utf16;
import opencmg.mockmp.registration.Approval;
import opencmg.mockmp.registration.ClientSignatures;
import opencmg.mockmp.registration.Device;
import org.jspecify.annotations.Nullable;

/** The body of a policy for whoever asks: plain for anybody, a secret only sealed for an approved client that signs. Blocking. */
public final class PolicyBodies {

    /** What is sent back. */
    @SuppressWarnings("ArrayRecordComponent") // bytes of one answer, handed on and never compared
    record Body(String contentType, byte[] bytes) {}

    private static final byte[] PAGE = """
            <!DOCTYPE html>
            <html><head><title>Policy</title></head><body><p>This policy is for a registered client that signs its request.</p></body></html>
            """.getBytes(StandardCharsets.UTF_8);

    private final Policies policies;
    private final ClientSignatures signatures;

    public PolicyBodies(Policies policies, ClientSignatures signatures) {
        this.policies = policies;
        this.signatures = signatures;
    }

    /**
     * Finds and seals.
     *
     * @param address decoded query
     * @param headers of the request: either style of client authentication (protocol.md 2.7)
     * @throws RequestRefusedException for an unknown policy
     */
    Body read(String address, MultiMap headers) {
        Policy policy = policies.find(address)
                .orElseThrow(() -> new RequestRefusedException(404, "Not Found", "no such policy"));
        if (!policy.secret()) {
            return new Body("text/xml; charset=utf-16", Utf16.withMark(policy.body()));
        }
        return signer(headers)
                .filter(device -> device.approval() != Approval.PENDING)
                .map(device -> sealed(policy, device))
                .orElseGet(() -> new Body("text/html; charset=utf-8", PAGE));
    }

    private static Body sealed(Policy policy, Device device) {
        return new Body(
                "application/octet-stream", SecretEnvelope.seal(Utf16.withNul(policy.body()), device.encryption()));
    }

    private Optional<Device> signer(MultiMap headers) {
        String token = headers.get("ClientToken");
        if (token != null) {
            return signatures.byClientToken(token, orEmpty(headers.get("ClientTokenSignature")));
        }
        // The product's documentation has a plural s in the last name; real clients do not send it.
        String timeSignature = headers.get("CCMClientTimestampSignature");
        return signatures.byIdAndTime(
                orEmpty(headers.get("CCMClientID")),
                orEmpty(headers.get("CCMClientIDSignature")),
                orEmpty(headers.get("CCMClientTimestamp")),
                timeSignature == null ? orEmpty(headers.get("CCMClientTimestampsSignature")) : timeSignature);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
