package opencmg.client.message;

import java.util.ArrayList;
import java.util.List;

/** The list of policies that a client has to have (protocol.md 2.7). */
public final class PolicyAssignments {

    public static final String ENDPOINT = "MP_PolicyManager";

    private static final int SECRET = 4;
    private static final int MOST = 1000;

    private PolicyAssignments() {}

    /**
     * A request, to be signed.
     *
     * @param cookie of the last reply; empty for the whole list
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
     * What the management point assigned.
     *
     * @param cookie for the next request
     * @param policies new ones when a cookie was sent, else all
     */
    public record Assigned(String cookie, List<Policy> policies) {}

    /**
     * Where a policy lies.
     *
     * @param id for example {@code {6d2a1e44-...}}
     * @param version for example {@code 1.00}
     * @param secret whether its body comes sealed for this client
     * @param sha256 upper-case hex over the body in UTF-16LE, empty when the site does not tell
     * @param location with the literal placeholder {@code <mp>} for the management point
     */
    public record Policy(String id, String version, boolean secret, String sha256, String location) {

        /** Path and query, which the client puts behind the management point as it knows it; braces percent-encoded. */
        public String tail() {
            int at = location.indexOf("<mp>");
            if (at < 0) {
                throw new UnreadableReplyException(
                        "the location of policy " + id + " has no placeholder <mp>: " + location);
            }
            return location.substring(at + 4).replace("{", "%7B").replace("}", "%7D");
        }
    }

    /** Reads the {@code ReplyAssignments}. */
    public static Assigned assigned(Reply reply) {
        Xml answer = reply.xml();
        if (!answer.name().equals("ReplyAssignments")) {
            throw new UnreadableReplyException("the answer to a policy request is a " + answer.name());
        }
        List<Policy> policies = new ArrayList<>();
        for (Xml assignment : answer.children("PolicyAssignment")) {
            assignment.children("Policy").forEach(policy -> policies.add(policy(policy)));
            if (policies.size() > MOST) {
                throw new UnreadableReplyException("the site assigns more than " + MOST + " policies");
            }
        }
        return new Assigned(answer.child("ServerCookie").map(Xml::text).orElse(""), List.copyOf(policies));
    }

    private static Policy policy(Xml policy) {
        Xml location = policy.child("PolicyLocation")
                .orElseThrow(() ->
                        new UnreadableReplyException("policy " + policy.attribute("PolicyID") + " has no location"));
        String hash = location.attribute("PolicyHashEx");
        return new Policy(
                policy.attribute("PolicyID"),
                policy.attribute("PolicyVersion"),
                (flags(policy) & SECRET) != 0,
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
