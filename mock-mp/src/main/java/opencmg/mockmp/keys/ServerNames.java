package opencmg.mockmp.keys;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Which servers a certificate is for. */
final class ServerNames {

    private ServerNames() {}

    /** Whether a certificate names all of those. Addresses of IPv6 are not looked at: they have many spellings. */
    static boolean cover(X509Certificate certificate, List<String> wanted) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names != null
                    && names.stream()
                            .map(name -> String.valueOf(name.get(1)))
                            .collect(Collectors.toUnmodifiableSet())
                            .containsAll(wanted.stream()
                                    .filter(name -> !name.contains(":"))
                                    .toList());
        } catch (CertificateParsingException e) {
            return false;
        }
    }
}
