package opencmg.client.message;

import java.util.ArrayList;
import java.util.List;

/** Request and reply for the policies assigned to a client (protocol.md 2.7). */
public final class PolicyAssignments {

    public static final String ENDPOINT = "MP_PolicyManager";

    private static final int SECRET_FLAG = 4;
    private static final int MAX_POLICIES = 1000;

    private PolicyAssignments() {}

    /**
     * The body of a request, which must be signed.
     *
     * @param cookie of the previous reply; empty to request all policies
     */
    public static String request(String clientId, String computer, String domainName, String siteCode, String cookie) {
        return """
            <RequestAssignments SchemaVersion="1.00" ACK="false" RequestType="%s">\
            <Identification><Machine><ClientID>%s</ClientID><FQDN>%s</FQDN><NetBIOSName>%s</NetBIOSName><SID/></Machine><User/></Identification>\
            <PolicySource>SMS:%s</PolicySource><Resource ResourceType="Machine"/><ServerCookie>%s</ServerCookie>\
            </RequestAssignments>\
            """.formatted(
                        cookie.isEmpty() ? "Always" : "OnUpdate",
                        Xml.escape(clientId),
                        Xml.escape(domainName),
                        Xml.escape(computer),
                        Xml.escape(siteCode),
                        Xml.escape(cookie));
    }

    /**
     * The parsed reply.
     *
     * @param cookie for the next request
     * @param policies the new ones if a cookie was sent, otherwise all
     */
    public record Result(String cookie, List<Policy> policies) {}

    /**
     * An assigned policy.
     *
     * @param id for example {@code {6d2a1e44-...}}
     * @param version for example {@code 1.00}
     * @param secret whether its body is encrypted for this client
     * @param sha256 upper-case hex over the body in UTF-16LE, empty if the site sends none
     * @param location with the literal placeholder {@code <mp>} for the management point
     */
    public record Policy(String id, String version, boolean secret, String sha256, String location) {

        /** Path and query relative to the management point, with braces percent-encoded. */
        public String path() {
            int placeholder = location.indexOf("<mp>");
            if (placeholder < 0) {
                throw new UnreadableReplyException(
                        "the location of policy " + id + " has no placeholder <mp>: " + location);
            }
            return location.substring(placeholder + "<mp>".length())
                    .replace("{", "%7B")
                    .replace("}", "%7D");
        }
    }

    /** Parses a {@code ReplyAssignments}. */
    public static Result parse(Reply reply) {
        Xml root = reply.xml();
        if (!root.name().equals("ReplyAssignments")) {
            throw new UnreadableReplyException("the answer to a policy request is a " + root.name());
        }
        List<Policy> policies = new ArrayList<>();
        for (Xml assignment : root.children("PolicyAssignment")) {
            assignment.children("Policy").forEach(policy -> policies.add(policy(policy)));
            if (policies.size() > MAX_POLICIES) {
                throw new UnreadableReplyException("the site assigns more than " + MAX_POLICIES + " policies");
            }
        }
        return new Result(root.child("ServerCookie").map(Xml::text).orElse(""), List.copyOf(policies));
    }

    private static Policy policy(Xml policy) {
        Xml location = policy.child("PolicyLocation")
                .orElseThrow(() ->
                        new UnreadableReplyException("policy " + policy.attribute("PolicyID") + " has no location"));
        String hash = location.attribute("PolicyHashEx");
        return new Policy(
                policy.attribute("PolicyID"),
                policy.attribute("PolicyVersion"),
                (flags(policy) & SECRET_FLAG) != 0,
                hash.startsWith("SHA256:") ? hash.substring("SHA256:".length()) : "",
                location.text());
    }

    private static int flags(Xml policy) {
        String flags = policy.attribute("PolicyFlags");
        if (!flags.matches("[0-9]{1,9}")) {
            throw new UnreadableReplyException("PolicyFlags is '" + flags + "', no number");
        }
        return Integer.parseInt(flags);
    }
}
