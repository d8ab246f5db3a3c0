package opencmg.gateway.identity;

import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.util.function.Supplier;
import opencmg.gateway.refusal.Refusal;
import opencmg.gateway.revocation.SharedBlockingWork;
import org.jspecify.annotations.Nullable;

/**
 * What was found out about credentials, kept until it can be different: the credential or a list ends, the site changes, a revocation list
 * changes. Refusals are kept for {@value #REFUSED_FOR_MILLIS} ms only, in a place of their own: strangers must not push clients out.
 */
final class VerdictCache<T extends Identity> {

    private static final long REFUSED_FOR_MILLIS = 5_000;

    private final SharedBlockingWork offLoop;
    private final Clock clock;
    private final RecentCache<Key, Verdict<T>> granted;
    private final RecentCache<Key, Verdict<T>> refused;

    /** A credential is judged by each site for itself. */
    private record Key(Class<?> kind, String site, Fingerprint credential) {}

    /**
     * What a verdict depends on beside the credential.
     *
     * @param site generation of the compiled site
     * @param lists generation of the revocation lists; 0 where they do not matter
     */
    record Basis(long site, long lists) {}

    /**
     * What a verification gives.
     *
     * @param until when it must be repeated at the latest
     */
    record Dated<T>(T identity, Instant until) {}

    private record Verdict<T>(Basis basis, long untilMillis, Future<T> answer) {}

    VerdictCache(SharedBlockingWork offLoop, Clock clock, int most) {
        this.offLoop = offLoop;
        this.clock = clock;
        this.granted = new RecentCache<>(most);
        this.refused = new RecentCache<>(Math.max(2, most / 8));
    }

    /** The verdict that is known, as a completed future; otherwise the verification is run, once for all who ask meanwhile. */
    Future<T> of(
            Class<T> kind, String site, Fingerprint credential, Basis basis, Supplier<Future<Dated<T>>> verification) {
        Key key = new Key(kind, site, credential);
        Verdict<T> known = known(key, basis);
        return known != null
                ? known.answer()
                : offLoop.once(new Run(key, basis), () -> judge(key, basis, verification));
    }

    private record Run(Key key, Basis basis) {}

    private @Nullable Verdict<T> known(Key key, Basis basis) {
        long now = clock.millis();
        Verdict<T> good = granted.get(key);
        if (good != null && good.basis().equals(basis) && now < good.untilMillis()) {
            return good;
        }
        Verdict<T> bad = refused.get(key);
        return bad != null && bad.basis().equals(basis) && now < bad.untilMillis() ? bad : null;
    }

    private Future<T> judge(Key key, Basis basis, Supplier<Future<Dated<T>>> verification) {
        return verification
                .get()
                .map(dated -> {
                    Future<T> answer = Future.succeededFuture(dated.identity());
                    granted.put(key, new Verdict<>(basis, dated.until().toEpochMilli(), answer));
                    return dated.identity();
                })
                .onFailure(failure -> {
                    granted.remove(key);
                    if (failure instanceof Refusal refusal && refusal.reason().status() < 500) {
                        long until = clock.millis() + REFUSED_FOR_MILLIS;
                        refused.put(key, new Verdict<>(basis, until, Future.failedFuture(refusal)));
                    }
                });
    }
}
