package opencmg.certs;

import java.time.Duration;
import java.util.List;
import org.bouncycastle.asn1.x509.KeyUsage;

/** What a certificate is for: the usages that stand in it, and how long it lasts unless the order says otherwise. */
public enum CertificatePurpose {
    /** An authority, root or intermediate. */
    AUTHORITY(KeyUsage.keyCertSign | KeyUsage.cRLSign, Duration.ofDays(3650)),
    /** The edge of a gateway: what clients see. */
    EDGE(Use.TLS, Use.YEAR, Use.SERVER_AUTH),
    /** The tunnel listener of a gateway: what connection points see. */
    TUNNEL(Use.TLS, Use.YEAR, Use.SERVER_AUTH),
    /** A connection point. It dials as a TLS client and serves HTTP/2 in the tunnel, so it may do both. */
    CONNECTION_POINT(Use.TLS, Use.YEAR, Use.CLIENT_AUTH, Use.SERVER_AUTH),
    /** An HTTPS management point or software update point. */
    MANAGEMENT_POINT(Use.TLS, Use.YEAR, Use.SERVER_AUTH),
    /** A PKI client. */
    CLIENT(Use.TLS, Use.YEAR, Use.CLIENT_AUTH),
    /** The certificate that a Configuration Manager client makes for itself (protocol.md 2.4). */
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

    /** Bits of the key usage extension. An elliptic curve key cannot encipher another (RFC 5480 section 3). */
    int keyUsage(String keyAlgorithm) {
        return keyAlgorithm.equals("EC")
                ? keyUsage & ~(KeyUsage.keyEncipherment | KeyUsage.dataEncipherment)
                : keyUsage;
    }

    /** Names for what several purposes share. */
    private static final class Use {
        static final int TLS = KeyUsage.digitalSignature | KeyUsage.keyEncipherment;
        static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
        static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";

        /** The longest that Apple's and Google's rules still take for a server. */
        static final Duration YEAR = Duration.ofDays(397);
    }
}
