package opencmg.certs;

import java.security.KeyPair;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Leaf keys from a pool of four per kind that lasts as long as the JVM, so that a test suite does not spend its time on primes.
 * Neighbours in issue differ. Keys of authorities are never reused: two of them with one key would vouch for each other's leaves.
 */
public final class ReusedTestKeys implements KeySource {

    private static final int POOL = 4;
    private static final ReusedTestKeys OF_THIS_JVM = new ReusedTestKeys();

    private final Map<KeyKind, List<KeyPair>> pools = new EnumMap<>(KeyKind.class);
    private final Map<KeyKind, Integer> handedOut = new EnumMap<>(KeyKind.class);

    private ReusedTestKeys() {}

    public static KeySource ofThisJvm() {
        return OF_THIS_JVM;
    }

    @Override
    public KeyPair forAuthority(KeyKind kind) {
        return kind.generate();
    }

    @Override
    public synchronized KeyPair forLeaf(KeyKind kind) {
        List<KeyPair> pool = pools.computeIfAbsent(kind, any -> new ArrayList<>());
        int turn = handedOut.merge(kind, 1, Integer::sum) - 1;
        if (pool.size() < POOL) {
            pool.add(kind.generate());
        }
        return pool.get(turn % POOL);
    }
}
