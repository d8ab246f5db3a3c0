package opencmg.mockmp.keys;

import java.security.cert.X509Certificate;

/** Certificates as PEM text, for the site configuration. */
public final class PemText {

    private PemText() {}

    public static String of(X509Certificate certificate) {
        return KeyStorage.pem(certificate);
    }
}
