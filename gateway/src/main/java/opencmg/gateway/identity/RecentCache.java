package opencmg.gateway.identity;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A bounded map of what was used lately. Two halves: when the young one is full it becomes the old one, and what is still asked for moves over.
 * Reading takes no lock; a strict order of use would, and buys nothing here.
 */
final class RecentCache<K, V> {

    private final int half;
    private final AtomicInteger added = new AtomicInteger();
    private volatile ConcurrentMap<K, V> young = new ConcurrentHashMap<>();
    private volatile ConcurrentMap<K, V> old = new ConcurrentHashMap<>();

    /** @param most how many entries there are at most, give or take one per thread */
    RecentCache(int most) {
        this.half = Math.max(1, most / 2);
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
        if (young.put(key, value) == null && added.incrementAndGet() >= half) {
            turn();
        }
    }

    void remove(K key) {
        old.remove(key);
        young.remove(key);
    }

    int size() {
        return young.size() + old.size();
    }

    private synchronized void turn() {
        if (added.get() >= half) {
            old = young;
            young = new ConcurrentHashMap<>();
            added.set(0);
        }
    }
}
