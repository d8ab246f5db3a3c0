package opencmg.certs;

import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/** Self-signed certificates: roots, and the certificate that a Configuration Manager client makes on its first start. */
public final class SelfSigned {

    private SelfSigned() {}

    /** Fulfils a request with a self-signed certificate. */
    public static IssuedCertificate make(CertificateRequest request, CaEnvironment environment) {
        KeyPair keys = keysFor(request, environment);
        Signer signer = new Signer(Signer.subject(request), keys.getPublic(), keys.getPrivate());
        CertificateBuilder builder =
                signer.prepare(request, keys.getPublic(), environment.clock().instant(), Instant.MAX);
        request.customization().accept(builder);
        // The customization may have changed the subject, which is also the issuer.
        X509Certificate certificate = new Signer(builder.subject(), keys.getPublic(), keys.getPrivate()).sign(builder);
        return new IssuedCertificate(List.of(certificate), keys.getPrivate());
    }

    /**
     * The certificate of protocol.md 2.4: common name {@code ConfigMgr Client}, key usage digital signature and data encipherment,
     * and the product's two extended key usages.
     */
    public static IssuedCertificate configMgrClient(CaEnvironment environment) {
        return make(CertificateRequest.configMgrClient(), environment);
    }

    static KeyPair keysFor(CertificateRequest request, CaEnvironment environment) {
        return request.purpose() == CertificatePurpose.AUTHORITY
                ? environment.keys().forAuthority(request.key())
                : environment.keys().forLeaf(request.key());
    }
}
