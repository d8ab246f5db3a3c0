package opencmg.gateway.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.Future;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.function.Supplier;
import opencmg.gateway.refusal.Refusal;
import opencmg.gateway.revocation.SharedBlockingWork;
import org.jspecify.annotations.Nullable;

/**
 * Caches the results of verifying credentials until they may change: until the credential or a revocation list expires, the site configuration
 * changes, or a revocation list changes. Refusals are cached for {@value #REFUSAL_TTL_MILLIS} ms only, and in a map of their own, so that
 * attackers cannot evict the entries of real clients.
 */
final class VerdictCache<T extends Identity> {

    private static final long REFUSAL_TTL_MILLIS = 5_000;

    private final SharedBlockingWork blockingWork;
    private final Clock clock;
    private final Cache<Key, Verdict<T>> granted;
    private final Cache<Key, Verdict<T>> refused;

    /** Each site verifies a credential on its own. */
    private record Key(Class<?> kind, String site, Fingerprint credential) {}

    /**
     * The state that a verdict depends on besides the credential.
     *
     * @param site generation of the prepared site configuration
     * @param lists generation of the revocation lists; 0 where they do not matter
     */
    record Generations(long site, long lists) {}

    /**
     * The result of a verification.
     *
     * @param until when it must be repeated at the latest
     */
    record Verified<T>(T identity, Instant until) {}

    private record Verdict<T>(Generations generations, long untilMillis, Future<T> result) {

        boolean isValid(Generations current, long nowMillis) {
            return generations.equals(current) && nowMillis < untilMillis;
        }
    }

    /** Identifies a verification in progress. */
    private record Run(Key key, Generations generations) {}

    VerdictCache(SharedBlockingWork blockingWork, Clock clock, int maxEntries) {
        this.blockingWork = blockingWork;
        this.clock = clock;
        this.granted = cache(maxEntries);
        this.refused = cache(Math.max(2, maxEntries / 8));
    }

    /** Evicts on the thread that writes: there is too little to do for another thread. */
    private static <K, V> Cache<K, V> cache(int maxEntries) {
        return Caffeine.newBuilder()
                .maximumSize(maxEntries)
                .executor(Runnable::run)
                .build();
    }

    /** The cached verdict as a completed future; otherwise runs the verification, once for all concurrent callers. */
    Future<T> get(
            Class<T> kind,
            String site,
            Fingerprint credential,
            Generations generations,
            Supplier<Future<Verified<T>>> verification) {
        Key key = new Key(kind, site, credential);
        Verdict<T> cached = cached(key, generations);
        return cached != null
                ? cached.result()
                : blockingWork.once(new Run(key, generations), () -> verify(key, generations, verification));
    }

    private @Nullable Verdict<T> cached(Key key, Generations generations) {
        long now = clock.millis();
        Verdict<T> grant = granted.getIfPresent(key);
        if (grant != null && grant.isValid(generations, now)) {
            return grant;
        }
        Verdict<T> refusal = refused.getIfPresent(key);
        return refusal != null && refusal.isValid(generations, now) ? refusal : null;
    }

    private Future<T> verify(Key key, Generations generations, Supplier<Future<Verified<T>>> verification) {
        return verification
                .get()
                .map(verified -> {
                    Future<T> result = Future.succeededFuture(verified.identity());
                    granted.put(key, new Verdict<>(generations, verified.until().toEpochMilli(), result));
                    return verified.identity();
                })
                .onFailure(failure -> {
                    granted.invalidate(key);
                    if (failure instanceof Refusal refusal && refusal.reason().status() < 500) {
                        long until = clock.millis() + REFUSAL_TTL_MILLIS;
                        refused.put(key, new Verdict<>(generations, until, Future.failedFuture(refusal)));
                    }
                });
    }

    /** A SHA-256 hash as a map key: the caches hold hashes, never tokens. */
    record Fingerprint(long first, long second, long third, long fourth) {

        // Looking up the provider for each request would cost as much as the hash itself.
        private static final ThreadLocal<MessageDigest> SHA_256 = ThreadLocal.withInitial(Fingerprint::sha256);

        static Fingerprint of(byte[] bytes) {
            ByteBuffer hash = ByteBuffer.wrap(SHA_256.get().digest(bytes));
            return new Fingerprint(hash.getLong(), hash.getLong(), hash.getLong(), hash.getLong());
        }

        static Fingerprint of(String text) {
            return of(text.getBytes(StandardCharsets.UTF_8));
        }

        String base64url() {
            byte[] bytes = ByteBuffer.allocate(32)
                    .putLong(first)
                    .putLong(second)
                    .putLong(third)
                    .putLong(fourth)
                    .array();
            return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        }

        @Override
        public int hashCode() {
            return Long.hashCode(first);
        }

        private static MessageDigest sha256() {
            try {
                return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has SHA-256", e);
            }
        }
    }
}
