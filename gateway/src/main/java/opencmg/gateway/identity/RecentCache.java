package opencmg.gateway.identity;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A bounded map of recently used entries, in two generations: when the young map is full, it replaces the old one, and entries that are still read
 * move to the new young map. Reads take no lock; a strict LRU order would need one and has no benefit here.
 */
final class RecentCache<K, V> {

    private final int generationSize;
    private final AtomicInteger added = new AtomicInteger();
    private volatile ConcurrentMap<K, V> young = new ConcurrentHashMap<>();
    private volatile ConcurrentMap<K, V> old = new ConcurrentHashMap<>();

    /** @param maxEntries may be exceeded by one per thread */
    RecentCache(int maxEntries) {
        this.generationSize = Math.max(1, maxEntries / 2);
    }

    @Nullable
    V get(K key) {
        V value = young.get(key);
        if (value == null) {
            value = old.get(key);
            if (value != null) {
                put(key, value);
            }
        }
        return value;
    }

    void put(K key, V value) {
        if (young.put(key, value) == null && added.incrementAndGet() >= generationSize) {
            rotate();
        }
    }

    void remove(K key) {
        old.remove(key);
        young.remove(key);
    }

    int size() {
        return young.size() + old.size();
    }

    private synchronized void rotate() {
        if (added.get() >= generationSize) {
            old = young;
            young = new ConcurrentHashMap<>();
            added.set(0);
        }
    }
}
