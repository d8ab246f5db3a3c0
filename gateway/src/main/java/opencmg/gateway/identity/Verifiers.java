package opencmg.gateway.identity;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import opencmg.gateway.revocation.Download;
import opencmg.gateway.revocation.RevocationFiles;
import opencmg.gateway.revocation.RevocationLists;
import opencmg.gateway.revocation.RevocationSettings;
import opencmg.gateway.revocation.SharedBlockingWork;
import opencmg.gateway.site.PublishedSite;

/** Everything that turns credentials into identities, wired. Made once per gateway. */
public final class Verifiers {

    /** How many verdicts on tokens, and how many on certificates, are remembered: about one per client at the product's sizes. */
    static final int VERDICTS = 20_000;

    private static final Duration KEY_SET_TIMEOUT = Duration.ofSeconds(5);
    private static final int KEY_SET_BYTES = 256 * 1024;

    private final Vertx vertx;
    private final SharedBlockingWork offLoop;
    private final Download listDownload;
    private final Download keyDownload;
    private final RevocationLists lists;
    private final BearerVerifier bearer;
    private final CertificateVerifier certificates;
    private final long refreshTimer;

    private Verifiers(
            Vertx vertx, SharedBlockingWork offLoop, RevocationSettings settings, RevocationFiles files, Clock clock) {
        this.vertx = vertx;
        this.offLoop = offLoop;
        this.listDownload = new Download(vertx, settings.timeout(), settings.maxBytes());
        this.keyDownload = new Download(vertx, KEY_SET_TIMEOUT, KEY_SET_BYTES);
        this.lists = new RevocationLists(offLoop, listDownload, files, settings, clock);
        this.certificates = new CertificateVerifier(offLoop, lists, clock);
        this.bearer = new BearerVerifier(
                new EntraTokenVerifier(
                        url -> new SigningKeySet(url, keyDownload, offLoop, clock, SigningKeySet.Pace.USUAL),
                        offLoop,
                        clock),
                new SiteTokenVerifier(clock),
                offLoop,
                clock);
        this.refreshTimer = vertx.setPeriodic(
                settings.refresh().toMillis(), id -> lists.refresh().onFailure(failure -> {}));
    }

    /**
     * Reads the revocation files; fails with IllegalArgumentException naming the file when one cannot be used.
     */
    public static Future<Verifiers> start(Vertx vertx, RevocationSettings settings, Clock clock) {
        SharedBlockingWork offLoop = new SharedBlockingWork(vertx);
        RevocationFiles files = new RevocationFiles(settings.files(), settings.maxBytes());
        return offLoop.run(() -> {
                    files.readFirst();
                    return files;
                })
                .map(read -> new Verifiers(vertx, offLoop, settings, read, clock))
                .recover(failure -> offLoop.close().transform(closed -> Future.failedFuture(failure)));
    }

    /** Who sends this bearer token; fails with a Refusal. Completed already when the verdict is known. */
    public Future<Identity> bearer(String token, PublishedSite site) {
        return bearer.verify(token, site);
    }

    /** Who shows this certificate; fails with a Refusal. Completed already when the verdict is known. The chain must not be empty. */
    public Future<Identity.Pki> certificate(PeerChain chain, PublishedSite site) {
        return certificates.verify(chain, site);
    }

    /** Renews all revocation lists now. Never fails. */
    public Future<Void> refreshRevocationLists() {
        return lists.refresh();
    }

    /** One line per revocation list that is held, with what went wrong last. */
    public List<String> revocationLists() {
        return lists.describe();
    }

    public Future<Void> close() {
        vertx.cancelTimer(refreshTimer);
        return Future.join(listDownload.close(), keyDownload.close(), offLoop.close())
                .mapEmpty();
    }
}
