package opencmg.client.setup;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Map;
import opencmg.client.http.WebRequest;
import opencmg.client.message.ClientIdentity;
import opencmg.client.message.Envelope;
import opencmg.client.message.PolicyAssignments;
import opencmg.client.message.PolicyAssignments.Policy;
import opencmg.client.message.UnreadableReplyException;
import opencmg.launch.cmtrace.ComponentLog;

/** Requests the assigned policies and downloads their bodies (protocol.md 2.7). */
final class PolicyAgent {

    /** The first byte of a DER sequence. An encrypted policy is a CMS structure. */
    private static final int DER_SEQUENCE = 0x30;

    private final ComponentLog log;
    private final Clock clock;

    PolicyAgent(ComponentLog log, Clock clock) {
        this.log = log;
        this.clock = clock;
    }

    /** Downloads new policies and returns the cookie for the next poll. */
    String poll(MpSession session, ClientIdentity identity, ClientState state, String siteCode) {
        log.info("Requesting Machine policy assignments");
        String request = PolicyAssignments.request(
                state.clientId(),
                session.computer().name(),
                session.computer().domainName(),
                siteCode,
                state.policyCookie());
        try {
            PolicyAssignments.Result assigned = PolicyAssignments.parse(session.message(
                    PolicyAssignments.ENDPOINT,
                    state.clientId(),
                    request,
                    message -> Envelope.packSigned(message, identity)));
            log.info("Received " + assigned.policies().size() + " policy assignments from '"
                    + session.mp().name() + "'");
            assigned.policies()
                    .forEach(policy -> fetch(session, identity.headers(state.clientId(), clock.instant()), policy));
            return assigned.cookie();
        } catch (UnreadableReplyException e) {
            throw session.http().unreadable(e);
        }
    }

    private void fetch(MpSession session, Map<String, String> signature, Policy policy) {
        WebRequest request = session.request("GET", policy.path());
        for (Map.Entry<String, String> header : signature.entrySet()) {
            request = request.header(header.getKey(), header.getValue());
        }
        byte[] body = session.http().send(request).body().getBytes();
        if (policy.secret() ? body.length == 0 || body[0] != DER_SEQUENCE : !hashMatches(policy, body)) {
            throw session.http()
                    .unreadable(new UnreadableReplyException("the body of policy " + policy.id()
                            + (policy.secret() ? " is not sealed" : " has another hash than its assignment")));
        }
        log.info("Successfully downloaded policy " + policy.id() + ", version " + policy.version()
                + (policy.secret() ? ", sealed for this client" : ""));
    }

    /** The hash covers the UTF-16 text without its byte order mark. */
    private static boolean hashMatches(Policy policy, byte[] body) {
        String text = new String(body, StandardCharsets.UTF_16LE);
        String plain = text.startsWith("\uFEFF") ? text.substring(1) : text;
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(plain.getBytes(StandardCharsets.UTF_16LE));
            return policy.sha256().isEmpty()
                    || HexFormat.of().withUpperCase().formatHex(digest).equalsIgnoreCase(policy.sha256());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
