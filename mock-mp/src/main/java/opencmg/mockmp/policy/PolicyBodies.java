package opencmg.mockmp.policy;

import io.vertx.core.MultiMap;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import opencmg.mockmp.http.RequestRefusedException;
import opencmg.mockmp.messaging.Utf16;
import opencmg.mockmp.registration.Approval;
import opencmg.mockmp.registration.ClientSignatures;
import opencmg.mockmp.registration.Device;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.cms.CMSAlgorithm;
import org.bouncycastle.cms.CMSEnvelopedDataGenerator;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.jcajce.JceCMSContentEncryptorBuilder;
import org.bouncycastle.cms.jcajce.JceKeyTransRecipientInfoGenerator;
import org.jspecify.annotations.Nullable;

/** Bodies of policies: plain for everybody, a secret one only for an approved device that signed the request, and encrypted for it. Blocking. */
public final class PolicyBodies {

    /** Body of the response. */
    @SuppressWarnings("ArrayRecordComponent") // bytes of one response, passed on and never compared
    record Body(String contentType, byte[] bytes) {}

    private static final byte[] REFUSAL_PAGE = """
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
     * Finds a policy and encrypts it if it is secret.
     *
     * @param address the decoded query
     * @param headers headers of the request, with either form of client authentication (protocol.md 2.7)
     * @throws RequestRefusedException with 404 for an unknown policy
     */
    Body read(String address, MultiMap headers) {
        Policy policy = policies.find(address)
                .orElseThrow(() -> new RequestRefusedException(404, "Not Found", "no such policy"));
        if (!policy.secret()) {
            return new Body("text/xml; charset=utf-16", Utf16.withByteOrderMark(policy.body()));
        }
        return signer(headers)
                .filter(device -> device.approval() != Approval.PENDING)
                .map(device -> encrypted(policy, device))
                .orElseGet(() -> new Body("text/html; charset=utf-8", REFUSAL_PAGE));
    }

    private static Body encrypted(Policy policy, Device device) {
        return new Body("application/octet-stream", encrypt(Utf16.withNul(policy.body()), device.encryption()));
    }

    private Optional<Device> signer(MultiMap headers) {
        String token = headers.get("ClientToken");
        if (token != null) {
            return signatures.byClientToken(token, orEmpty(headers.get("ClientTokenSignature")));
        }
        // The product's documentation has an s after Timestamp in the last name; real clients do not send it.
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

    /** CMS EnvelopedData (RFC 5652) for one device: AES-256-CBC, the key encrypted with RSA PKCS#1 v1.5 for its certificate; DER. */
    private static byte[] encrypt(byte[] content, X509Certificate recipient) {
        try {
            CMSEnvelopedDataGenerator generator = new CMSEnvelopedDataGenerator();
            generator.addRecipientInfoGenerator(new JceKeyTransRecipientInfoGenerator(recipient));
            byte[] envelope = generator
                    .generate(
                            new CMSProcessableByteArray(content),
                            new JceCMSContentEncryptorBuilder(CMSAlgorithm.AES256_CBC).build())
                    .getEncoded();
            return ASN1Primitive.fromByteArray(envelope).getEncoded(ASN1Encoding.DER);
        } catch (CertificateEncodingException | CMSException | IOException e) {
            throw new IllegalStateException("a registered certificate can be encrypted for", e);
        }
    }
}
