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
 * The revocation lists of the authorities on verified paths: from files, else from the distribution points of the certificate, which are asked at
 * first use and again at every refresh. A list that is held stays in force while it cannot be renewed and is not past its nextUpdate.
 */
public final class RevocationLists {

    private static final Logger log = LoggerFactory.getLogger(RevocationLists.class);
    private static final int MOST_LISTS = 256;
    private static final Duration RETRY = Duration.ofSeconds(10);
    private static final Duration FORGET = Duration.ofDays(1);

    private final SharedBlockingWork offLoop;
    private final Download download;
    private final RevocationFiles files;
    private final RevocationSettings settings;
    private final Clock clock;
    private final ConcurrentMap<Key, CachedRevocationList> held = new ConcurrentHashMap<>();
    private final AtomicLong generation = new AtomicLong();

    /**
     * A list counts for the key that signs it, so an authority that was renewed under its old name has two.
     *
     * @param url null for the files
     */
    private record Key(PublicKey authority, @Nullable URI url) {}

    public RevocationLists(
            SharedBlockingWork offLoop,
            Download download,
            RevocationFiles files,
            RevocationSettings settings,
            Clock clock) {
        this.offLoop = offLoop;
        this.download = download;
        this.files = files;
        this.settings = settings;
        this.clock = clock;
    }

    /** Rises whenever a list changes: what was found out before is open again. */
    public long generation() {
        return generation.get();
    }

    /**
     * Looks up every certificate of a path but its root.
     *
     * @param certificates leaf first, root last
     * @param validUntil when the path ends by itself
     *
     * @return until when the answer holds; fails with {@link RefusalReason#CERTIFICATE_REVOKED} or {@link RefusalReason#REVOCATION_UNKNOWN}
     */
    public Future<Instant> check(List<X509Certificate> certificates, Instant validUntil) {
        // Clients that are let in from memory do not ask; before a list is forgotten they must have asked again.
        Instant ask = clock.instant().plus(FORGET.dividedBy(2));
        Future<Instant> until = Future.succeededFuture(validUntil.isBefore(ask) ? validUntil : ask);
        // From the root downwards: the list of a revoked authority proves nothing.
        for (int i = certificates.size() - 2; i >= 0; i--) {
            X509Certificate certificate = certificates.get(i);
            X509Certificate authority = certificates.get(i + 1);
            until = until.compose(
                    soFar -> check(certificate, authority).map(next -> next.isBefore(soFar) ? next : soFar));
        }
        return until;
    }

    private Future<Instant> check(X509Certificate certificate, X509Certificate authority) {
        List<Key> places = new ArrayList<>();
        if (files.haveListOf(authority)) {
            places.add(new Key(authority.getPublicKey(), null));
        }
        DistributionPoints.of(certificate).forEach(url -> places.add(new Key(authority.getPublicKey(), url)));
        return look(certificate, authority, places, 0, new ArrayList<>());
    }

    /** One place after the other, until one has a list that counts. */
    private Future<Instant> look(
            X509Certificate certificate,
            X509Certificate authority,
            List<Key> places,
            int index,
            List<CachedRevocationList> without) {
        if (index == places.size()) {
            return unknown(certificate, authority, without);
        }
        return current(places.get(index), authority).compose(list -> {
            RevocationList crl = list.usable(clock.instant(), settings.stale());
            if (crl == null) {
                without.add(list);
                return look(certificate, authority, places, index + 1, without);
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
                            + "), says list number " + crl.number() + " from " + list.place());
        }
    }

    private Future<Instant> unknown(
            X509Certificate certificate, X509Certificate authority, List<CachedRevocationList> without) {
        String tried = without.isEmpty()
                ? "no file holds a list of it, and the certificate names no distribution point over http"
                : String.join(
                        "; ",
                        without.stream().map(CachedRevocationList::describe).toList());
        String detail = "the gateway has no current revocation list of '"
                + authority.getSubjectX500Principal().getName() + "' for " + PrintableText.certificate(certificate)
                + ": "
                + tried;
        if (settings.whenUnreachable() == UnreachablePolicy.ACCEPT) {
            log.atWarn().addKeyValue("reason", detail).log("accepted a client without knowing whether it is revoked");
            return Future.succeededFuture(soon(Instant.MAX));
        }
        return Future.failedFuture(new Refusal(RefusalReason.REVOCATION_UNKNOWN, detail));
    }

    /** While something is wrong with a list it is looked at again before long. */
    private Instant soon(Instant atMost) {
        Instant soon = clock.instant().plus(RETRY);
        return soon.isBefore(atMost) ? soon : atMost;
    }

    private Future<CachedRevocationList> current(Key key, X509Certificate authority) {
        Instant now = clock.instant();
        CachedRevocationList list = held.get(key);
        if (list == null) {
            if (held.size() >= MOST_LISTS) {
                return Future.failedFuture(new Refusal(
                        RefusalReason.REVOCATION_UNKNOWN,
                        "the gateway holds " + MOST_LISTS + " revocation lists, which is the most"));
            }
            String place = key.url() == null ? "file" : key.url().toString();
            list = held.computeIfAbsent(key, absent -> new CachedRevocationList(place, authority, now));
        }
        list.asked(now);
        if (list.isCurrent(now) || now.isBefore(retryAfter(list))) {
            return Future.succeededFuture(list);
        }
        return renew(key, list);
    }

    private static Instant retryAfter(CachedRevocationList list) {
        return list.lastAttempt().equals(Instant.MIN)
                ? Instant.MIN
                : list.lastAttempt().plus(RETRY);
    }

    /** Fetches or reads the list of one place; never fails, the outcome stands in the list. */
    private Future<CachedRevocationList> renew(Key key, CachedRevocationList list) {
        return offLoop.once(key, () -> offered(key, list)
                .map(changed -> {
                    if (changed) {
                        generation.incrementAndGet();
                        log.atInfo().addKeyValue("list", list.describe()).log("revocation list taken");
                    }
                    return list;
                })
                .otherwise(failure -> {
                    list.failed(
                            failure instanceof IllegalArgumentException
                                    ? String.valueOf(failure.getMessage())
                                    : "cannot be fetched: " + failure.getMessage());
                    log.atWarn().addKeyValue("list", list.describe()).log("revocation list not renewed");
                    return list;
                })
                .onComplete(done -> list.attempted(clock.instant())));
    }

    private Future<Boolean> offered(Key key, CachedRevocationList list) {
        if (key.url() == null) {
            return offLoop.run(() -> files.offerTo(list, clock.instant()));
        }
        return download.get(key.url())
                .compose(bytes ->
                        offLoop.run(() -> list.offer(RevocationList.parse(bytes.getBytes()), clock.instant())));
    }

    /** Reads the files again and fetches every list that was asked for within a day. Never fails. */
    public Future<Void> refresh() {
        Instant now = clock.instant();
        held.values().removeIf(list -> list.lastAsked().isBefore(now.minus(FORGET)));
        return offLoop.<Void>run(() -> {
                    files.readAgain();
                    return null;
                })
                .compose(read -> {
                    List<Future<CachedRevocationList>> all = new ArrayList<>();
                    held.forEach((key, list) -> all.add(renew(key, list)));
                    return Future.join(all).mapEmpty();
                });
    }

    /** For the admin face: one line per list. */
    public List<String> describe() {
        return held.values().stream()
                .map(CachedRevocationList::describe)
                .sorted()
                .toList();
    }
}
