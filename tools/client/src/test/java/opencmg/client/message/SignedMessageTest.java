package opencmg.client.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import opencmg.certs.CaEnvironment;
import opencmg.certs.IssuedCertificate;
import opencmg.certs.SelfSigned;
import org.junit.jupiter.api.Test;

/** Verifies the signatures of registered clients as protocol.md 2.4 describes them, independently of the code under test. */
class SignedMessageTest {

    private static final String CLIENT = "GUID:0F8FAD5B-D9CB-469F-A165-70867728950E";

    private final IssuedCertificate certificate = SelfSigned.configMgrClient(CaEnvironment.forTests());
    private final ClientIdentity identity = new ClientIdentity(certificate.certificate(), certificate.key());
    private final Message message = new Message(
            UUID.randomUUID(),
            "MP_PolicyManager",
            "gw.example/CCM_Proxy_MutualAuth/1",
            CLIENT,
            "PC01",
            Instant.EPOCH,
            "<X/>");

    @Test
    void signsTheClientIdWithItsTerminatingNul() throws Exception {
        String header = header(Envelope.packSigned(message, identity));

        byte[] signed = (CLIENT + "\0").getBytes(StandardCharsets.UTF_16LE);
        assertThat(verifies(property(header, "ClientIDSignature"), signed)).isTrue();
    }

    @Test
    void signsTheCompressedPayloadAsSent() throws Exception {
        byte[] wire = Envelope.packSigned(message, identity);

        assertThat(verifies(property(header(wire), "PayloadSignature"), secondPart(wire)))
                .isTrue();
    }

    @Test
    void writesThePublicKeyAsACryptoApiBlob() {
        String blob = property(header(Envelope.packSigned(message, identity)), "PublicKey");

        assertThat(blob).startsWith("06020000" + "00A40000" + "52534131" + "00080000" + "01000100");
        byte[] modulus = HexFormat.of().parseHex(blob.substring(40));
        assertThat(new BigInteger(1, reversed(modulus)))
                .isEqualTo(((RSAPublicKey) certificate.certificate().getPublicKey()).getModulus());
    }

    @Test
    void requestsNoReplyToAReport() {
        assertThat(header(Envelope.packReport(message, identity))).contains("<ReplyMode>ASync</ReplyMode>");
        assertThat(header(Envelope.packSigned(message, identity))).contains("<ReplyMode>Sync</ReplyMode>");
    }

    @Test
    void parsesPolicyLocations() {
        Reply reply = new Reply("", """
                <ReplyAssignments><ServerCookie>12</ServerCookie><PolicyAssignment><Policy PolicyID="{a}" PolicyVersion="1.00" PolicyFlags="6">\
                <PolicyLocation PolicyHash="00" PolicyHashEx="SHA256:AB"><![CDATA[https://<mp>/SMS_MP/.sms_pol?{a}.1_00]]></PolicyLocation>\
                </Policy></PolicyAssignment></ReplyAssignments>""");

        PolicyAssignments.Result assigned = PolicyAssignments.parse(reply);

        assertThat(assigned.cookie()).isEqualTo("12");
        PolicyAssignments.Policy policy = assigned.policies().get(0);
        assertThat(policy.secret()).isTrue();
        assertThat(policy.sha256()).isEqualTo("AB");
        assertThat(policy.path()).isEqualTo("/SMS_MP/.sms_pol?%7Ba%7D.1_00");
    }

    @Test
    void refusesAPolicyLocationWithoutThePlaceholder() {
        PolicyAssignments.Policy policy =
                new PolicyAssignments.Policy("{a}", "1.00", false, "", "https://mp.example/SMS_MP/.sms_pol?x");

        assertThatThrownBy(policy::path)
                .isInstanceOf(UnreadableReplyException.class)
                .hasMessageContaining("<mp>");
    }

    private boolean verifies(String hex, byte[] signed) throws Exception {
        Signature verifier = Signature.getInstance("SHA256withRSA");
        verifier.initVerify(certificate.certificate());
        verifier.update(signed);
        return verifier.verify(reversed(HexFormat.of().parseHex(hex)));
    }

    private static String header(byte[] wire) {
        String latin = new String(wire, StandardCharsets.ISO_8859_1);
        int start = latin.indexOf("\r\n\r\n") + 4;
        byte[] part = latin.substring(start, latin.indexOf("\r\n--", start)).getBytes(StandardCharsets.ISO_8859_1);
        return new String(part, StandardCharsets.UTF_16LE).substring(1);
    }

    private static byte[] secondPart(byte[] wire) {
        String latin = new String(wire, StandardCharsets.ISO_8859_1);
        int start = latin.indexOf("\r\n\r\n", latin.indexOf("octet-stream")) + 4;
        return latin.substring(start, latin.lastIndexOf("\r\n--")).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String property(String header, String name) {
        int start = header.indexOf("Name=\"" + name + "\">") + name.length() + 8;
        return header.substring(start, header.indexOf('<', start));
    }

    private static byte[] reversed(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return reversed;
    }
}
