package opencmg.mockmp.policy;

import static java.nio.charset.StandardCharsets.UTF_16LE;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import opencmg.mockmp.identity.Caller;
import opencmg.mockmp.keys.SiteIdentity;
import opencmg.mockmp.messaging.BadMessageException;
import opencmg.mockmp.messaging.Message;
import opencmg.mockmp.messaging.MessageEndpoint;
import opencmg.mockmp.messaging.ReversedSignature;
import opencmg.mockmp.registration.Approval;
import opencmg.mockmp.registration.ClientSignatures;
import opencmg.mockmp.registration.Device;
import opencmg.mockmp.xml.Element;
import opencmg.mockmp.xml.Escaped;
import opencmg.mockmp.xml.SafeXml;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * MP_PolicyManager: lists the policies of the client that signed the request (protocol.md 2.7). The cookie is the serial of the newest assignment that the
 * client knows; a request of type OnUpdate gets newer ones, any other type gets all. The host in a location is the literal {@code <mp>}, which the client
 * replaces, so policy works through a gateway without rewriting bodies.
 */
public final class PolicyEndpoint implements MessageEndpoint {

    private static final Logger log = LoggerFactory.getLogger(PolicyEndpoint.class);
    private static final int SECRET = 4;
    private static final int NEEDS_AUTHENTICATION = 2;

    private final Policies policies;
    private final ClientSignatures signatures;
    private final SiteIdentity siteServer;
    private final String siteCode;
    private final String scheme;

    /**
     * Creates the endpoint.
     *
     * @param siteServer signs the list
     * @param scheme http or https, for policy locations
     */
    public PolicyEndpoint(
            Policies policies, ClientSignatures signatures, SiteIdentity siteServer, String siteCode, String scheme) {
        this.policies = policies;
        this.signatures = signatures;
        this.siteServer = siteServer;
        this.siteCode = siteCode;
        this.scheme = scheme;
    }

    @Override
    public Optional<String> handle(Message message, Caller caller) {
        Optional<Device> device = signatures.signer(message);
        if (device.isEmpty()) {
            log.atWarn()
                    .addKeyValue("request", caller.request())
                    .log("policy refused: no registered client signed for it");
            return Optional.empty();
        }
        Element request = SafeXml.parse(message.body());
        if (!request.name().equals("RequestAssignments")) {
            throw new BadMessageException("part 2 is '" + request.name() + "', not RequestAssignments");
        }
        return Optional.of(reply(device.get(), request));
    }

    private String reply(Device device, Element request) {
        boolean approved = device.approval() != Approval.PENDING;
        boolean delta = request.attribute("RequestType").equals("OnUpdate");
        long known = serial(request.textAt("ServerCookie"));
        List<Policies.Assignment> assigned = policies.assigned(device.id(), delta ? known : 0, approved);
        // A pending client gets cookie 0: it lacks the secrets, whose serials may be lower than those that it got.
        long newest = approved
                ? assigned.stream().mapToLong(Policies.Assignment::serial).max().orElse(known)
                : 0;
        String list = assigned.stream().map(this::assignment).collect(Collectors.joining());
        return """
            <ReplyAssignments SchemaVersion="1.00" ReplyType="%s">\
            <Identification><Machine><ClientID>%s</ClientID><FQDN>%s</FQDN><NetBIOSName>%s</NetBIOSName><SID/></Machine><User/></Identification>\
            <PolicySource>SMS:%s</PolicySource><Resource ResourceType="Machine"/><ServerCookie>%d</ServerCookie>%s\
            <Signature><Reference>PolicyAssignment</Reference><SignatureAlgorithm>1.2.840.113549.1.1.11</SignatureAlgorithm>\
            <SignatureValue>%s</SignatureValue></Signature></ReplyAssignments>\
            """.formatted(
                        delta ? "Delta" : "Full",
                        device.id(),
                        Escaped.xml(device.fqdn()),
                        Escaped.xml(device.netbiosName()),
                        Escaped.xml(siteCode),
                        newest,
                        list,
                        ReversedSignature.sign(siteServer.key(), list.getBytes(UTF_16LE)));
    }

    private String assignment(Policies.Assignment assignment) {
        Policy policy = assignment.policy();
        return """
            <PolicyAssignment PolicyAssignmentID="{%s}"><Condition><Expression ExpressionLanguage="WQL" ExpressionType="until-true"/></Condition>\
            <Policy PolicyID="%s" PolicyVersion="%s" PolicyType="Machine" PolicyCategory="%s" PolicyFlags="%d" PolicyPriority="25">\
            <PolicyLocation PolicyHash="%s" PolicyHashEx="SHA256:%s"><![CDATA[%s://<mp>/SMS_MP/.sms_pol?%s]]></PolicyLocation>\
            </Policy></PolicyAssignment>\
            """.formatted(
                        assignment.id().toString().toUpperCase(Locale.ROOT),
                        Escaped.xml(policy.id()),
                        policy.version(),
                        Escaped.xml(policy.category()),
                        policy.secret() ? SECRET | NEEDS_AUTHENTICATION : 0,
                        policy.hash("SHA-1"),
                        policy.hash("SHA-256"),
                        scheme,
                        policy.address());
    }

    private static long serial(String cookie) {
        return cookie.matches("[0-9]{1,18}") ? Long.parseLong(cookie) : 0;
    }
}
