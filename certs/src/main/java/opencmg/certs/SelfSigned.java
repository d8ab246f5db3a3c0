package opencmg.certs;

import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/** Certificates that vouch for themselves: roots, and what a Configuration Manager client makes on its first start. */
public final class SelfSigned {

    private SelfSigned() {}

    /** Any order, signed with its own key. */
    public static Issued make(Order order, Workshop workshop) {
        KeyPair keys = keysFor(order, workshop);
        Signer signer = new Signer(Signer.subject(order), keys.getPublic(), keys.getPrivate());
        Draft draft = signer.draft(order, keys.getPublic(), workshop.clock().instant(), Instant.MAX);
        order.change().accept(draft);
        // The hook may have renamed the subject; whoever vouches for itself has that name as issuer too.
        X509Certificate certificate = new Signer(draft.subject(), keys.getPublic(), keys.getPrivate()).sign(draft);
        return new Issued(List.of(certificate), keys.getPrivate());
    }

    /**
     * The certificate of protocol.md 2.4: common name {@code ConfigMgr Client}, key usage digital signature and data encipherment,
     * and the product's two extended key usages.
     */
    public static Issued configMgrClient(Workshop workshop) {
        return make(Order.configMgrClient(), workshop);
    }

    static KeyPair keysFor(Order order, Workshop workshop) {
        return order.purpose() == Purpose.AUTHORITY
                ? workshop.keys().forAuthority(order.key())
                : workshop.keys().forLeaf(order.key());
    }
}
