package opencmg.mockmp.identity;

import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * The peers whose identity headers are trusted: connection points, by their address or by their TLS certificate.
 *
 * @param addresses IP addresses as text
 * @param certificates leaf certificates, compared as a whole
 */
public record TrustedPeers(Set<String> addresses, Set<X509Certificate> certificates) {

    public TrustedPeers {
        addresses = Set.copyOf(addresses);
        certificates = Set.copyOf(certificates);
    }

    public static TrustedPeers of(Collection<String> addresses, Collection<X509Certificate> certificates) {
        return new TrustedPeers(Set.copyOf(addresses), Set.copyOf(certificates));
    }

    boolean includes(String address, List<X509Certificate> chain) {
        return addresses.contains(address) || (!chain.isEmpty() && certificates.contains(chain.get(0)));
    }
}
