package opencmg.certs;

import java.security.KeyPair;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A new key for everybody. Looking for primes is the long part of making a PKI, so what is known ahead is made on all cores. */
final class NewKeys implements KeySource {

    private final Map<KeyKind, Queue<KeyPair>> ahead = new EnumMap<>(KeyKind.class);

    NewKeys(List<KeyKind> wanted) {
        for (KeyKind kind : KeyKind.values()) {
            ahead.put(kind, new ConcurrentLinkedQueue<>());
        }
        wanted.parallelStream().forEach(this::makeAhead);
    }

    private void makeAhead(KeyKind kind) {
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
    public KeySource readyFor(List<KeyKind> kinds) {
        return new NewKeys(kinds);
    }

    private KeyPair next(KeyKind kind) {
        KeyPair ready = queue(kind).poll();
        return ready == null ? kind.generate() : ready;
    }

    private Queue<KeyPair> queue(KeyKind kind) {
        return ahead.getOrDefault(kind, new ConcurrentLinkedQueue<>());
    }
}
