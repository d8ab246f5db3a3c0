package opencmg.gateway.identity;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import opencmg.gateway.revocation.Download;
import opencmg.gateway.revocation.RevocationFiles;
import opencmg.gateway.revocation.RevocationLists;
import opencmg.gateway.revocation.RevocationSettings;
import opencmg.gateway.revocation.SharedBlockingWork;
import opencmg.gateway.site.PublishedSite;

/** The entry point of credential verification: composes the verifiers, their caches and downloads. One per gateway. */
public final class Verifiers {

    /** Cached verdicts on tokens, and as many on certificates: about one per client at the product's sizes. */
    static final int MAX_VERDICTS = 20_000;

    private static final Duration KEY_SET_TIMEOUT = Duration.ofSeconds(5);
    private static final int MAX_KEY_SET_BYTES = 256 * 1024;

    private final Vertx vertx;
    private final SharedBlockingWork blockingWork;
    private final Download listDownload;
    private final Download keyDownload;
    private final ExecutorService keyThreads = SigningKeySet.threads();
    private final RevocationLists lists;
    private final BearerVerifier bearer;
    private final CertificateVerifier certificates;
    private final long refreshTimer;

    private Verifiers(
            Vertx vertx,
            SharedBlockingWork blockingWork,
            RevocationSettings settings,
            RevocationFiles files,
            Clock clock) {
        this.vertx = vertx;
        this.blockingWork = blockingWork;
        this.listDownload = new Download(vertx, settings.timeout(), settings.maxBytes());
        this.keyDownload = new Download(vertx, KEY_SET_TIMEOUT, MAX_KEY_SET_BYTES);
        this.lists = new RevocationLists(blockingWork, listDownload, files, settings, clock);
        this.certificates = new CertificateVerifier(blockingWork, lists, clock);
        this.bearer = new BearerVerifier(
                new EntraTokenVerifier(
                        url -> new SigningKeySet(url, keyDownload, blockingWork, keyThreads, clock),
                        blockingWork,
                        clock),
                new SiteTokenVerifier(clock),
                blockingWork,
                clock);
        this.refreshTimer = vertx.setPeriodic(
                settings.refresh().toMillis(), id -> lists.refresh().onFailure(failure -> {}));
    }

    /** Reads the revocation files; fails with IllegalArgumentException naming the file when one cannot be used. */
    public static Future<Verifiers> start(Vertx vertx, RevocationSettings settings, Clock clock) {
        SharedBlockingWork blockingWork = new SharedBlockingWork(vertx);
        RevocationFiles files = new RevocationFiles(settings.files(), settings.maxBytes());
        return blockingWork
                .run(() -> {
                    files.load();
                    return files;
                })
                .map(read -> new Verifiers(vertx, blockingWork, settings, read, clock))
                .recover(failure -> blockingWork.close().transform(closed -> Future.failedFuture(failure)));
    }

    /** Verifies a bearer token; fails with a Refusal. Already completed when the verdict is cached. */
    public Future<Identity> bearer(String token, PublishedSite site) {
        return bearer.verify(token, site);
    }

    /** Verifies a client certificate; fails with a Refusal. Already completed when the verdict is cached. The chain must not be empty. */
    public Future<Identity.Pki> certificate(PeerChain chain, PublishedSite site) {
        return certificates.verify(chain, site);
    }

    /** Renews all revocation lists now. Never fails. */
    public Future<Void> refreshRevocationLists() {
        return lists.refresh();
    }

    /** One line per cached revocation list, with its last error. */
    public List<String> revocationLists() {
        return lists.describe();
    }

    public Future<Void> close() {
        vertx.cancelTimer(refreshTimer);
        listDownload.close();
        keyDownload.close();
        keyThreads.shutdownNow();
        return blockingWork.close();
    }
}
