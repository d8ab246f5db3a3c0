package opencmg.gateway.site;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;
import opencmg.settings.site.ClientTrust;

/**
 * The certification authorities whose client certificates a site trusts.
 *
 * @param roots trust anchors
 * @param intermediates only these are used to build paths, never what a client sends (protocol.md 1.3)
 * @param verifyRevocation whether revocation lists are checked
 */
public record ClientAuthorities(
        List<X509Certificate> roots, List<X509Certificate> intermediates, boolean verifyRevocation) {

    static ClientAuthorities of(ClientTrust trust) {
        return new ClientAuthorities(
                CertificateText.parse(trust.roots(), "clients.roots"),
                CertificateText.parse(trust.intermediates(), "clients.intermediates"),
                trust.verifyRevocation());
    }

    public Stream<X509Certificate> all() {
        return Stream.concat(roots.stream(), intermediates.stream());
    }
}
