package opencmg.mockmp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import opencmg.certs.CaEnvironment;
import opencmg.certs.IssuedCertificate;
import opencmg.certs.SelfSigned;

/**
 * A client written from protocol.md with a general HTTP library and none of this project's messaging code: it encodes, signs and decodes by itself.
 */
final class SpecClient {

    private static final String BOUNDARY = "aAbBcCdDv1234567890VxXyYzZ";

    private final URI mp;
    private final IssuedCertificate identity;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private String id = "";
    private String name = "PC1";

    SpecClient(URI mp) {
        this(mp, SelfSigned.configMgrClient(CaEnvironment.forTests()));
    }

    SpecClient(URI mp, IssuedCertificate identity) {
        this.mp = mp;
        this.identity = identity;
    }

    /** Another header on every request. */
    SpecClient with(String name, String value) {
        headers.put(name, value);
        return this;
    }

    /** The NetBIOS name that it registers with, as it stands in XML. */
    SpecClient called(String other) {
        name = other;
        return this;
    }

    SpecClient withoutHeaders() {
        headers.clear();
        return this;
    }

    X509Certificate certificate() {
        return identity.certificate();
    }

    PrivateKey key() {
        return identity.key();
    }

    String id() {
        return id;
    }

    /** Registers and keeps the id that it gets. */
    String register(String path) {
        String reply = text(send(path, registration("Registration", "")));
        id = reply.replaceFirst("(?s).*SMSID=\"([^\"]*)\".*", "$1");
        return reply;
    }

    byte[] registration(String type, String wanted) {
        String data = "<Data HashAlgorithm=\"1.2.840.113549.1.1.11\" SMSID=\"" + wanted + "\" RequestType=\"" + type
                + "\" TimeStamp=\"2026-01-01T00:00:00Z\"><AgentInformation AgentIdentity=\"CCMSetup.exe\""
                + " AgentVersion=\"5.00.9128.1000\" AgentType=\"0\"/><Certificates><Encryption Encoding=\"HexBinary\""
                + " KeyType=\"1\">"
                + hex(certificate()) + "</Encryption><Signing Encoding=\"HexBinary\" KeyType=\"1\">"
                + hex(certificate())
                + "</Signing></Certificates><DiscoveryProperties><Property Name=\"Netbios Name\" Value=\"" + name
                + "\"/>"
                + "<Property Name=\"FQ Name\" Value=\"pc1.corp.example\"/></DiscoveryProperties></Data>";
        String body = "<ClientRegistrationRequest>" + data + "<Signature><SignatureValue>"
                + signature(data.getBytes(UTF_16LE)) + "</SignatureValue></Signature></ClientRegistrationRequest>";
        return message("MP_ClientRegistration", body, false, "Sync");
    }

    /** A message whose part 2 is compressed; signed or not. */
    byte[] message(String endpoint, String body, boolean signed, String replyMode) {
        byte[] plain = (body + "\0").getBytes(UTF_16LE);
        byte[] payload = deflate(plain);
        String auth = signed
                ? "<Hook2 Name=\"clientauth\"><Property Name=\"AuthSenderMachine\">PC1</Property><Property"
                        + " Name=\"ClientIDSignature\">"
                        + signature((id + "\0").getBytes(UTF_16LE)) + "</Property><Property Name=\"PayloadSignature\">"
                        + signature(payload) + "</Property><Property Name=\"ClientCapabilities\">NonSSL</Property>"
                        + "<Property Name=\"HashAlgorithm\">1.2.840.113549.1.1.11</Property></Hook2>"
                : "";
        return multipart(header(endpoint, plain.length, auth, replyMode), payload);
    }

    private String header(String endpoint, int length, String auth, String replyMode) {
        return "<Msg ReplyCompression=\"zlib\" SchemaVersion=\"1.1\"><Body Type=\"ByteRange\" Length=\"" + length
                + "\" Offset=\"0\"/><CorrelationID>{00000000-0000-0000-0000-000000000000}</CorrelationID><Hooks>" + auth
                + "<Hook3 Name=\"zlib-compress\"/></Hooks><ID>{11111111-2222-3333-4444-555555555555}</ID><Payload"
                + " Type=\"inline\"/><Priority>0</Priority><Protocol>http</Protocol><ReplyMode>" + replyMode
                + "</ReplyMode><ReplyTo>direct:PC1:SccmMessaging</ReplyTo><SentTime>2026-01-01T00:00:00Z</SentTime><SourceID>"
                + id
                + "</SourceID><SourceHost>PC1</SourceHost><TargetAddress>mp:" + endpoint
                + "</TargetAddress><TargetEndpoint>"
                + endpoint + "</TargetEndpoint><TargetHost>mp1</TargetHost><Timeout>60000</Timeout></Msg>";
    }

    static byte[] multipart(String header, byte[] payload) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(("--" + BOUNDARY + "\r\ncontent-type: text/plain; charset=UTF-16\r\n\r\n").getBytes(ISO_8859_1));
        out.writeBytes(("\uFEFF" + header).getBytes(UTF_16LE));
        out.writeBytes(
                ("\r\n--" + BOUNDARY + "\r\ncontent-type: application/octet-stream\r\n\r\n").getBytes(ISO_8859_1));
        out.writeBytes(payload);
        out.writeBytes(("\r\n--" + BOUNDARY + "--").getBytes(ISO_8859_1));
        return out.toByteArray();
    }

    HttpResponse<byte[]> send(String path, byte[] message) {
        HttpRequest.Builder request = HttpRequest.newBuilder(mp.resolve(path))
                .header("Content-Type", "multipart/mixed; boundary=\"" + BOUNDARY + "\"")
                .method("CCM_POST", HttpRequest.BodyPublishers.ofByteArray(message));
        headers.forEach(request::header);
        return SiteForTests.send(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    /** Asks and gives the reply's XML; empty for an empty answer. */
    String ask(String path, String endpoint, String body, boolean signed) {
        return text(send(path, message(endpoint, body, signed, "Sync")));
    }

    /** As the public Python clients read a reply: split at the boundary, inflate part 2, drop the last character. */
    static String text(HttpResponse<byte[]> response) {
        if (response.statusCode() != 200) {
            throw new AssertionError("status " + response.statusCode());
        }
        byte[] body = response.body();
        if (body.length == 0) {
            return "";
        }
        String raw = new String(body, ISO_8859_1);
        int part2 = raw.indexOf("--" + BOUNDARY, 2);
        int begin = raw.indexOf("\r\n\r\n", part2) + 4;
        int end = raw.indexOf("\r\n--" + BOUNDARY + "--", begin);
        String text = new String(inflate(raw.substring(begin, end).getBytes(ISO_8859_1)), UTF_16LE);
        return text.substring(0, text.length() - 1);
    }

    String signature(byte[] data) {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(identity.key());
            signature.update(data);
            byte[] bytes = signature.sign();
            StringBuilder hex = new StringBuilder();
            for (int i = bytes.length - 1; i >= 0; i--) {
                hex.append("%02X".formatted(bytes[i]));
            }
            return hex.toString();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    static String hex(X509Certificate certificate) {
        try {
            return HexFormat.of().withUpperCase().formatHex(certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    static byte[] deflate(byte[] plain) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream zlib = new DeflaterOutputStream(out)) {
            zlib.write(plain);
            zlib.write('\r');
            zlib.write('\n');
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }

    private static byte[] inflate(byte[] bytes) {
        try (InflaterInputStream zlib = new InflaterInputStream(new java.io.ByteArrayInputStream(bytes))) {
            return zlib.readAllBytes();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
