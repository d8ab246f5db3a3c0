package opencmg.mockmp.registration;

import static java.nio.charset.StandardCharsets.UTF_16LE;

import java.io.ByteArrayInputStream;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import opencmg.mockmp.clientid.SmsId;
import opencmg.mockmp.messaging.BadMessageException;
import opencmg.mockmp.messaging.ReversedSignature;
import opencmg.mockmp.xml.Element;
import opencmg.mockmp.xml.SafeXml;

/**
 * A parsed ClientRegistrationRequest (protocol.md 2.5).
 *
 * @param signedText the unchanged text from {@code <Data} to {@code </Data>}: a parsed and serialized document would not verify
 * @param confirmation whether it only asks for the result of an earlier request
 * @param requestedId SMSID that the client already has; empty for a new one
 * @param signing certificate of the signing key
 * @param hint signature of the old SMSID with the registered key; empty if none
 */
record RegistrationRequest(
        String signedText,
        String signature,
        boolean confirmation,
        Optional<SmsId> requestedId,
        X509Certificate signing,
        X509Certificate encryption,
        String agentVersion,
        Map<String, String> properties,
        String hint) {

    private static final int MAX_PROPERTY_LENGTH = 255;
    private static final int MAX_CERTIFICATE_HEX_LENGTH = 32 << 10;

    static RegistrationRequest of(String body) {
        Element root = SafeXml.parse(body);
        if (!root.name().equals("ClientRegistrationRequest")) {
            throw new BadMessageException("part 2 is '" + root.name() + "', not ClientRegistrationRequest");
        }
        Element data = root.child("Data").orElseThrow(() -> new BadMessageException("the registration has no Data"));
        X509Certificate signing = certificate(data, "Signing");
        return new RegistrationRequest(
                signedText(body),
                root.textAt("Signature", "SignatureValue"),
                data.attribute("RequestType").equals("Confirmation"),
                SmsId.parse(data.attribute("SMSID")),
                signing,
                data.at("Certificates", "Encryption").isPresent() ? certificate(data, "Encryption") : signing,
                truncate(data.at("AgentInformation")
                        .map(a -> a.attribute("AgentVersion"))
                        .orElse("")),
                properties(data),
                root.textAt("RegistrationHint").isEmpty()
                        ? data.textAt("RegistrationHint")
                        : root.textAt("RegistrationHint"));
    }

    private static String signedText(String body) {
        int from = body.indexOf("<Data");
        int to = body.lastIndexOf("</Data>");
        if (from < 0 || to < from) {
            throw new BadMessageException("the registration has no Data");
        }
        return body.substring(from, to + "</Data>".length());
    }

    private static X509Certificate certificate(Element data, String use) {
        String hex = data.textAt("Certificates", use);
        if (hex.isEmpty() || hex.length() > MAX_CERTIFICATE_HEX_LENGTH) {
            throw new BadMessageException("the registration has no usable " + use + " certificate");
        }
        try {
            X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(HexFormat.of().parseHex(hex)));
            if (certificate.getPublicKey() instanceof RSAPublicKey rsa
                    && rsa.getModulus().bitLength() >= 2048
                    && rsa.getModulus().bitLength() <= 8192) {
                return certificate;
            }
            throw new BadMessageException("the " + use + " certificate has no RSA key of 2048 to 8192 bit");
        } catch (CertificateException | IllegalArgumentException e) {
            throw new BadMessageException("the " + use + " certificate is not DER in hex");
        }
    }

    private static Map<String, String> properties(Element data) {
        Map<String, String> properties = new HashMap<>();
        data.at("DiscoveryProperties").stream()
                .flatMap(element -> element.children("Property"))
                .forEach(property -> properties.put(property.attribute("Name"), truncate(property.attribute("Value"))));
        return properties;
    }

    private static String truncate(String text) {
        return text.length() <= MAX_PROPERTY_LENGTH ? text : text.substring(0, MAX_PROPERTY_LENGTH);
    }

    String property(String name) {
        return properties.getOrDefault(name, "");
    }

    /** Whether the request is signed with that key. */
    boolean isSignedWith(PublicKey key) {
        return ReversedSignature.verifies(key, signedText.getBytes(UTF_16LE), signature);
    }
}
