package opencmg.client.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.Signature;
import java.time.Instant;
import java.util.HexFormat;
import opencmg.certs.CaEnvironment;
import opencmg.certs.IssuedCertificate;
import opencmg.certs.SelfSigned;
import org.junit.jupiter.api.Test;

class RegistrationTest {

    private static final IssuedCertificate CERTIFICATE = SelfSigned.configMgrClient(CaEnvironment.forTests());

    private final String request = request(Registration.Type.REGISTRATION, true);

    private static String request(Registration.Type type, boolean onInternet) {
        return Registration.request(
                type,
                new ClientIdentity(CERTIFICATE.certificate(), CERTIFICATE.key()),
                "",
                new Registration.Applicant("PC01", "pc01.corp.example", onInternet),
                Instant.parse("2026-01-02T03:04:05Z"));
    }

    @Test
    void containsTheRequestTypeAndTheInternetFlag() {
        assertThat(request).contains("RequestType=\"Registration\"", "<Property Name=\"InternetFlag\" Value=\"1\"/>");
        assertThat(request(Registration.Type.CONFIRMATION, false))
                .contains("RequestType=\"Confirmation\"", "<Property Name=\"InternetFlag\" Value=\"0\"/>");
    }

    @Test
    void signsTheDataElementAndReversesTheSignature() throws Exception {
        String data = request.substring(request.indexOf("<Data"), request.indexOf("</Data>") + "</Data>".length());
        byte[] reversed = HexFormat.of()
                .parseHex(request.replaceAll("(?s).*<SignatureValue>([0-9A-F]+)</SignatureValue>.*", "$1"));
        byte[] signature = new byte[reversed.length];
        for (int i = 0; i < signature.length; i++) {
            signature[signature.length - 1 - i] = reversed[i];
        }

        Signature verifier = Signature.getInstance("SHA256withRSA");
        verifier.initVerify(CERTIFICATE.certificate().getPublicKey());
        verifier.update(data.getBytes(StandardCharsets.UTF_16LE));
        assertThat(verifier.verify(signature)).isTrue();
    }

    @Test
    void containsTheCertificateInHex() throws Exception {
        assertThat(request)
                .contains("<Signing Encoding=\"HexBinary\" KeyType=\"1\">"
                        + HexFormat.of()
                                .withUpperCase()
                                .formatHex(CERTIFICATE.certificate().getEncoded()) + "</Signing>");
    }

    @Test
    void parsesTheReply() {
        Registration.Result result = Registration.parse(
                new Reply(
                        "",
                        "<ClientRegistrationResponse ResponseType=\"Registration\" Status=\"0\" SMSID=\"GUID:A\" ApprovalStatus=\"1\"/>"));

        assertThat(result).isEqualTo(new Registration.Result(0, "GUID:A", 1));
        assertThat(result.isRegistered()).isTrue();
    }

    @Test
    void refusesAnUnexpectedReply() {
        assertThatThrownBy(() -> Registration.parse(new Reply("", "<SiteInfoReply/>")))
                .isInstanceOf(UnreadableReplyException.class);
        assertThatThrownBy(() -> Registration.parse(new Reply("", "<ClientRegistrationResponse Status=\"x\"/>")))
                .isInstanceOf(UnreadableReplyException.class);
    }

    @Test
    void parsesTheSiteInformation() {
        assertThat(
                        SiteInformation.parse(
                                new Reply(
                                        "",
                                        "<SiteInfoReply><Site><SiteCode>LAB</SiteCode><Version>5.00.9128.1000</Version></Site></SiteInfoReply>")))
                .isEqualTo(new SiteInformation.Site("LAB", "5.00.9128.1000"));
    }
}
