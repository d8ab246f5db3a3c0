package opencmg.certs;

import java.time.Duration;
import java.util.List;
import org.bouncycastle.asn1.x509.KeyUsage;

/** The purpose of a certificate: determines its usages and its default lifetime. */
public enum CertificatePurpose {
    /** An authority, root or intermediate. */
    AUTHORITY(KeyUsage.keyCertSign | KeyUsage.cRLSign, Duration.ofDays(3650)),
    /** The edge of a gateway: the server certificate for clients. */
    EDGE(Use.TLS, Use.YEAR, Use.SERVER_AUTH),
    /** The tunnel listener of a gateway: the server certificate for connection points. */
    TUNNEL(Use.TLS, Use.YEAR, Use.SERVER_AUTH),
    /** A connection point. It is the TLS client and the HTTP/2 server of the tunnel, so it has both usages. */
    CONNECTION_POINT(Use.TLS, Use.YEAR, Use.CLIENT_AUTH, Use.SERVER_AUTH),
    /** An HTTPS management point or software update point. */
    MANAGEMENT_POINT(Use.TLS, Use.YEAR, Use.SERVER_AUTH),
    /** A PKI client. */
    CLIENT(Use.TLS, Use.YEAR, Use.CLIENT_AUTH),
    /** The self-signed certificate of a Configuration Manager client (protocol.md 2.4). */
    CONFIGMGR_CLIENT(
            KeyUsage.digitalSignature | KeyUsage.dataEncipherment,
            Duration.ofDays(3650),
            "1.3.6.1.4.1.311.101.2",
            "1.3.6.1.4.1.311.101");

    private final int keyUsage;
    private final Duration lifetime;
    private final String extendedKeyUsage;

    CertificatePurpose(int keyUsage, Duration lifetime, String... extendedKeyUsage) {
        this.keyUsage = keyUsage;
        this.lifetime = lifetime;
        this.extendedKeyUsage = String.join(" ", extendedKeyUsage);
    }

    Duration lifetime() {
        return lifetime;
    }

    /** Object identifiers; empty for an authority. */
    public List<String> extendedKeyUsage() {
        return extendedKeyUsage.isEmpty() ? List.of() : List.of(extendedKeyUsage.split(" ", -1));
    }

    /** Bits of the key usage extension. An elliptic curve key cannot encipher (RFC 5480 section 3). */
    int keyUsage(String keyAlgorithm) {
        return keyAlgorithm.equals("EC")
                ? keyUsage & ~(KeyUsage.keyEncipherment | KeyUsage.dataEncipherment)
                : keyUsage;
    }

    /** Constants that several purposes share; an enum constant cannot refer to static fields of its own enum. */
    private static final class Use {
        static final int TLS = KeyUsage.digitalSignature | KeyUsage.keyEncipherment;
        static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
        static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";

        /** The longest lifetime of a server certificate that Apple and Google accept. */
        static final Duration YEAR = Duration.ofDays(397);
    }
}
