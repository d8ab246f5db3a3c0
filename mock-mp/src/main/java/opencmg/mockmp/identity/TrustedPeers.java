package opencmg.mockmp.identity;

import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Whose identity headers are believed: connection points, by the address that they call from or by the certificate that they show.
 *
 * @param addresses textual IP addresses
 * @param certificates exactly these certificates
 */
public record TrustedPeers(Set<String> addresses, Set<X509Certificate> certificates) {

    /** The default: whoever is on this machine. */
    public static final List<String> LOOPBACK = List.of("127.0.0.1", "0:0:0:0:0:0:0:1", "::1");

    public TrustedPeers {
        addresses = Set.copyOf(addresses);
        certificates = Set.copyOf(certificates);
    }

    public static TrustedPeers of(Collection<String> addresses, Collection<X509Certificate> certificates) {
        return new TrustedPeers(Set.copyOf(addresses), Set.copyOf(certificates));
    }

    boolean believes(String address, List<X509Certificate> shown) {
        return addresses.contains(address) || (!shown.isEmpty() && certificates.contains(shown.get(0)));
    }
}
