package opencmg.certs;

import java.security.KeyPair;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A new key for every call. The search for primes takes most of the time of making a PKI, so known demand is generated on all cores. */
final class NewKeys implements KeySource {

    private final Map<KeyKind, Queue<KeyPair>> pregenerated = new EnumMap<>(KeyKind.class);

    NewKeys(List<KeyKind> kinds) {
        for (KeyKind kind : KeyKind.values()) {
            pregenerated.put(kind, new ConcurrentLinkedQueue<>());
        }
        kinds.parallelStream().forEach(this::pregenerate);
    }

    private void pregenerate(KeyKind kind) {
        queue(kind).add(kind.generate());
    }

    @Override
    public KeyPair forAuthority(KeyKind kind) {
        return next(kind);
    }

    @Override
    public KeyPair forLeaf(KeyKind kind) {
        return next(kind);
    }

    @Override
    public KeySource pregenerate(List<KeyKind> kinds) {
        return new NewKeys(kinds);
    }

    private KeyPair next(KeyKind kind) {
        KeyPair pair = queue(kind).poll();
        return pair == null ? kind.generate() : pair;
    }

    private Queue<KeyPair> queue(KeyKind kind) {
        return pregenerated.getOrDefault(kind, new ConcurrentLinkedQueue<>());
    }
}
