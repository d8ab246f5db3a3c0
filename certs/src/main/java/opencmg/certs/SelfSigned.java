package opencmg.certs;

import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/** Certificates that vouch for themselves: roots, and what a Configuration Manager client makes on its first start. */
public final class SelfSigned {

    private SelfSigned() {}

    /** Any order, signed with its own key. */
    public static IssuedCertificate make(CertificateRequest order, CaEnvironment workshop) {
        KeyPair keys = keysFor(order, workshop);
        Signer signer = new Signer(Signer.subject(order), keys.getPublic(), keys.getPrivate());
        CertificateBuilder draft =
                signer.draft(order, keys.getPublic(), workshop.clock().instant(), Instant.MAX);
        order.change().accept(draft);
        // The hook may have renamed the subject; whoever vouches for itself has that name as issuer too.
        X509Certificate certificate = new Signer(draft.subject(), keys.getPublic(), keys.getPrivate()).sign(draft);
        return new IssuedCertificate(List.of(certificate), keys.getPrivate());
    }

    /**
     * The certificate of protocol.md 2.4: common name {@code ConfigMgr Client}, key usage digital signature and data encipherment,
     * and the product's two extended key usages.
     */
    public static IssuedCertificate configMgrClient(CaEnvironment workshop) {
        return make(CertificateRequest.configMgrClient(), workshop);
    }

    static KeyPair keysFor(CertificateRequest order, CaEnvironment workshop) {
        return order.purpose() == CertificatePurpose.AUTHORITY
                ? workshop.keys().forAuthority(order.key())
                : workshop.keys().forLeaf(order.key());
    }
}
