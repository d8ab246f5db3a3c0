package opencmg.mockmp.keys;

import java.nio.file.Path;
import java.security.cert.X509Certificate;

/**
 * The TLS certificate of an enhanced HTTP role (protocol.md 1.5).
 *
 * @param certificateFile PEM, leaf and root
 * @param keyFile PEM, PKCS#8
 */
public record RoleCertificate(Path certificateFile, Path keyFile, X509Certificate certificate) {}
