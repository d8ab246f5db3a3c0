package opencmg.gateway.revocation;

import io.vertx.core.Future;
import java.net.URI;
import java.security.PublicKey;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import opencmg.gateway.refusal.PrintableText;
import opencmg.gateway.refusal.Refusal;
import opencmg.gateway.refusal.RefusalReason;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks verified paths against the revocation lists of their authorities. Lists come from files, otherwise from the distribution points of the
 * certificate; they are loaded at first use and again at every refresh. A cached list is used until its nextUpdate, also when it cannot be renewed.
 */
public final class RevocationLists {

    private static final Logger log = LoggerFactory.getLogger(RevocationLists.class);
    private static final int MAX_LISTS = 256;
    private static final Duration RETRY_INTERVAL = Duration.ofSeconds(10);
    private static final Duration UNUSED_TTL = Duration.ofDays(1);

    private final SharedBlockingWork blockingWork;
    private final Download download;
    private final RevocationFiles files;
    private final RevocationSettings settings;
    private final Clock clock;
    private final ConcurrentMap<Key, CachedRevocationList> cache = new ConcurrentHashMap<>();
    private final AtomicLong generation = new AtomicLong();

    /**
     * Lists are cached per signing key: an authority that was renewed under the same name has two.
     *
     * @param url null for lists from files
     */
    private record Key(PublicKey authority, @Nullable URI url) {}

    public RevocationLists(
            SharedBlockingWork blockingWork,
            Download download,
            RevocationFiles files,
            RevocationSettings settings,
            Clock clock) {
        this.blockingWork = blockingWork;
        this.download = download;
        this.files = files;
        this.settings = settings;
        this.clock = clock;
    }

    /** Increases whenever a list changes, which invalidates cached verdicts. */
    public long generation() {
        return generation.get();
    }

    /**
     * Checks every certificate of a path except the root.
     *
     * @param certificates leaf first, root last
     * @param validUntil the end of the path's validity
     * @return until when the result is valid; fails with {@link RefusalReason#CERTIFICATE_REVOKED} or {@link RefusalReason#REVOCATION_UNKNOWN}
     */
    public Future<Instant> check(List<X509Certificate> certificates, Instant validUntil) {
        // Cached verdicts do not mark lists as used, so they must expire before an unused list is dropped.
        Instant recheck = clock.instant().plus(UNUSED_TTL.dividedBy(2));
        Future<Instant> until = Future.succeededFuture(validUntil.isBefore(recheck) ? validUntil : recheck);
        // From the root downwards, because the list of a revoked authority proves nothing.
        for (int i = certificates.size() - 2; i >= 0; i--) {
            X509Certificate certificate = certificates.get(i);
            X509Certificate authority = certificates.get(i + 1);
            until = until.compose(
                    earliest -> check(certificate, authority).map(next -> next.isBefore(earliest) ? next : earliest));
        }
        return until;
    }

    private Future<Instant> check(X509Certificate certificate, X509Certificate authority) {
        List<Key> sources = new ArrayList<>();
        if (files.hasListOf(authority)) {
            sources.add(new Key(authority.getPublicKey(), null));
        }
        DistributionPoints.of(certificate).forEach(url -> sources.add(new Key(authority.getPublicKey(), url)));
        return checkSources(certificate, authority, sources, 0, new ArrayList<>());
    }

    /** Tries one source after the other until one has a usable list. */
    private Future<Instant> checkSources(
            X509Certificate certificate,
            X509Certificate authority,
            List<Key> sources,
            int index,
            List<CachedRevocationList> unusable) {
        if (index == sources.size()) {
            return statusUnknown(certificate, authority, unusable);
        }
        return current(sources.get(index), authority).compose(list -> {
            RevocationList crl = list.usable(clock.instant(), settings.stale());
            if (crl == null) {
                unusable.add(list);
                return checkSources(certificate, authority, sources, index + 1, unusable);
            }
            checkEntry(certificate, crl, list);
            Instant until = crl.nextUpdate().plus(settings.stale());
            return Future.succeededFuture(list.isCurrent(clock.instant()) ? crl.nextUpdate() : soon(until));
        });
    }

    private void checkEntry(X509Certificate certificate, RevocationList crl, CachedRevocationList list) {
        X509CRLEntry entry = crl.entry(certificate);
        if (entry != null) {
            throw new Refusal(
                    RefusalReason.CERTIFICATE_REVOKED,
                    PrintableText.certificate(certificate) + " was revoked at "
                            + entry.getRevocationDate().toInstant() + " ("
                            + (entry.getRevocationReason() == null ? "no reason given" : entry.getRevocationReason())
                            + "), says list number " + crl.number() + " from " + list.source());
        }
    }

    private Future<Instant> statusUnknown(
            X509Certificate certificate, X509Certificate authority, List<CachedRevocationList> unusable) {
        String tried = unusable.isEmpty()
                ? "no file holds a list of it, and the certificate names no distribution point over http"
                : String.join(
                        "; ",
                        unusable.stream().map(CachedRevocationList::describe).toList());
        String detail = "the gateway has no current revocation list of '"
                + authority.getSubjectX500Principal().getName() + "' for " + PrintableText.certificate(certificate)
                + ": "
                + tried;
        if (settings.whenUnreachable() == RevocationSettings.UnreachablePolicy.ACCEPT) {
            log.atWarn().addKeyValue("reason", detail).log("accepted a client without knowing whether it is revoked");
            return Future.succeededFuture(soon(Instant.MAX));
        }
        return Future.failedFuture(new Refusal(RefusalReason.REVOCATION_UNKNOWN, detail));
    }

    /** Limits the validity of a result that is not based on a current list. */
    private Instant soon(Instant atMost) {
        Instant soon = clock.instant().plus(RETRY_INTERVAL);
        return soon.isBefore(atMost) ? soon : atMost;
    }

    private Future<CachedRevocationList> current(Key key, X509Certificate authority) {
        Instant now = clock.instant();
        CachedRevocationList list = cache.get(key);
        if (list == null) {
            if (cache.size() >= MAX_LISTS) {
                return Future.failedFuture(new Refusal(
                        RefusalReason.REVOCATION_UNKNOWN,
                        "the gateway holds " + MAX_LISTS + " revocation lists, which is the most"));
            }
            String source = key.url() == null ? "file" : key.url().toString();
            list = cache.computeIfAbsent(key, absent -> new CachedRevocationList(source, authority, now));
        }
        list.recordUse(now);
        if (list.isCurrent(now) || now.isBefore(retryAfter(list))) {
            return Future.succeededFuture(list);
        }
        return renew(key, list);
    }

    private static Instant retryAfter(CachedRevocationList list) {
        return list.lastAttempt().equals(Instant.MIN)
                ? Instant.MIN
                : list.lastAttempt().plus(RETRY_INTERVAL);
    }

    /** Fetches or reads the list of one source. Never fails; the entry records the outcome. */
    private Future<CachedRevocationList> renew(Key key, CachedRevocationList list) {
        return blockingWork.once(key, () -> load(key, list)
                .map(changed -> {
                    if (changed) {
                        generation.incrementAndGet();
                        log.atInfo().addKeyValue("list", list.describe()).log("revocation list taken");
                    }
                    return list;
                })
                .otherwise(failure -> {
                    list.recordFailure(
                            failure instanceof IllegalArgumentException
                                    ? String.valueOf(failure.getMessage())
                                    : "cannot be fetched: " + failure.getMessage());
                    log.atWarn().addKeyValue("list", list.describe()).log("revocation list not renewed");
                    return list;
                })
                .onComplete(done -> list.recordAttempt(clock.instant())));
    }

    private Future<Boolean> load(Key key, CachedRevocationList list) {
        if (key.url() == null) {
            return blockingWork.run(() -> files.offerTo(list, clock.instant()));
        }
        return download.get(key.url())
                .compose(bytes ->
                        blockingWork.run(() -> list.offer(RevocationList.parse(bytes.getBytes()), clock.instant())));
    }

    /** Reads the files again and fetches every list that was used within a day. Never fails. */
    public Future<Void> refresh() {
        Instant now = clock.instant();
        cache.values().removeIf(list -> list.lastUse().isBefore(now.minus(UNUSED_TTL)));
        return blockingWork
                .<Void>run(() -> {
                    files.reload();
                    return null;
                })
                .compose(read -> {
                    List<Future<CachedRevocationList>> all = new ArrayList<>();
                    cache.forEach((key, list) -> all.add(renew(key, list)));
                    return Future.join(all).mapEmpty();
                });
    }

    /** For the admin server: one line per list. */
    public List<String> describe() {
        return cache.values().stream()
                .map(CachedRevocationList::describe)
                .sorted()
                .toList();
    }
}
