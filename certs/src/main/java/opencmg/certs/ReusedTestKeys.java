package opencmg.certs;

import java.security.KeyPair;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Leaf keys from a pool of four per kind that lasts as long as the JVM, so that a test suite does not spend its time on key
 * generation. Consecutive keys differ. Authority keys are never reused: two authorities with the same key would accept each
 * other's leaves.
 */
public final class ReusedTestKeys implements KeySource {

    private static final int POOL_SIZE = 4;
    private static final ReusedTestKeys SHARED = new ReusedTestKeys();

    private final Map<KeyKind, List<KeyPair>> pools = new EnumMap<>(KeyKind.class);
    private final Map<KeyKind, Integer> handedOut = new EnumMap<>(KeyKind.class);

    private ReusedTestKeys() {}

    public static KeySource shared() {
        return SHARED;
    }

    @Override
    public KeyPair forAuthority(KeyKind kind) {
        return kind.generate();
    }

    @Override
    public synchronized KeyPair forLeaf(KeyKind kind) {
        List<KeyPair> pool = pools.computeIfAbsent(kind, unused -> new ArrayList<>());
        int index = handedOut.merge(kind, 1, Integer::sum) - 1;
        if (pool.size() < POOL_SIZE) {
            pool.add(kind.generate());
        }
        return pool.get(index % POOL_SIZE);
    }
}
