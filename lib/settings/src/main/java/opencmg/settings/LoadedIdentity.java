package opencmg.settings;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * A certificate with its chain and its private key, checked to match.
 *
 * @param chain leaf first
 * @param key of the leaf
 */
public record LoadedIdentity(List<X509Certificate> chain, PrivateKey key) {

    public LoadedIdentity {
        chain = List.copyOf(chain);
    }

    public X509Certificate leaf() {
        return chain.get(0);
    }

    /** Whole days until the leaf expires. The product raises no alert before that day; we warn at 90, 30 and 7. */
    public long daysLeft(Clock clock) {
        return Duration.between(clock.instant(), leaf().getNotAfter().toInstant())
                .toDays();
    }

    /** The subject only, never the key. */
    @Override
    public String toString() {
        return "LoadedIdentity[" + leaf().getSubjectX500Principal() + "]";
    }
}
