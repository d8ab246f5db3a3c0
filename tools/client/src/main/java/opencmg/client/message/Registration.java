package opencmg.client.message;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Request and reply of {@code MP_ClientRegistration} (protocol.md 2.5). */
public final class Registration {

    public static final String ENDPOINT = "MP_ClientRegistration";

    private static final int NOT_APPROVED = -1;

    private Registration() {}

    /** A registration, or a query for the status of an earlier one. */
    public enum Type {
        REGISTRATION("Registration"),
        CONFIRMATION("Confirmation");

        private final String text;

        Type(String text) {
            this.text = text;
        }
    }

    /**
     * The computer to register.
     *
     * @param name NetBIOS name
     * @param domainName fully qualified name
     * @param onInternet whether it is on the internet
     */
    public record Applicant(String name, String domainName, boolean onInternet) {}

    /**
     * The body of a request.
     *
     * @param identity of the client; signs the request
     * @param clientId the preferred {@code GUID:...}; the site may assign another one
     */
    public static String request(
            Type type, ClientIdentity identity, String clientId, Applicant applicant, Instant now) {
        String data = data(type, identity.certificateHex(), clientId, applicant, now);
        return "<ClientRegistrationRequest>" + data + "<Signature><SignatureValue>" + identity.sign(Utf16.encode(data))
                + "</SignatureValue></Signature></ClientRegistrationRequest>";
    }

    // The signature covers exactly this text, so it must not be changed afterwards.
    private static String data(Type type, String certificate, String clientId, Applicant applicant, Instant now) {
        return """
                <Data HashAlgorithm="1.2.840.113549.1.1.11" SMSID="%s" RequestType="%s" TimeStamp="%s">\
                <AgentInformation AgentIdentity="CCMSetup.exe" AgentVersion="5.00.9128.1000" AgentType="0"/>\
                <Certificates>\
                <Encryption Encoding="HexBinary" KeyType="1">%s</Encryption>\
                <Signing Encoding="HexBinary" KeyType="1">%s</Signing>\
                </Certificates>\
                <DiscoveryProperties>\
                <Property Name="Netbios Name" Value="%s"/>\
                <Property Name="FQ Name" Value="%s"/>\
                <Property Name="Locale ID" Value="1033"/>\
                <Property Name="InternetFlag" Value="%d"/>\
                </DiscoveryProperties>\
                </Data>""".formatted(
                        Xml.escape(clientId),
                        type.text,
                        now.truncatedTo(ChronoUnit.SECONDS),
                        certificate,
                        certificate,
                        Xml.escape(applicant.name()),
                        Xml.escape(applicant.domainName()),
                        applicant.onInternet() ? 1 : 0);
    }

    /**
     * The parsed reply.
     *
     * @param status 0 done, 1 pending, 2 send again, 3 rejected
     * @param clientId {@code GUID:...}, empty if rejected
     * @param approval 1 approved
     */
    public record Result(int status, String clientId, int approval) {

        public boolean isRegistered() {
            return status == 0 && clientId.startsWith("GUID:");
        }

        /** Whether an administrator must approve it first. */
        public boolean isPending() {
            return status == 1 && clientId.startsWith("GUID:");
        }
    }

    /** Parses a {@code ClientRegistrationResponse}. */
    public static Result parse(Reply reply) {
        Xml response = reply.xml();
        if (!response.name().equals("ClientRegistrationResponse")) {
            throw new UnreadableReplyException("the answer to a registration is a " + response.name());
        }
        return new Result(
                number(response, "Status"),
                response.attribute("SMSID"),
                response.attribute("ApprovalStatus").isEmpty() ? NOT_APPROVED : number(response, "ApprovalStatus"));
    }

    private static int number(Xml element, String attribute) {
        try {
            return Integer.parseInt(element.attribute(attribute));
        } catch (NumberFormatException e) {
            throw new UnreadableReplyException(
                    attribute + " of the " + element.name() + " is '" + element.attribute(attribute) + "', no number",
                    e);
        }
    }
}
