package opencmg.gateway.forwarding;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import opencmg.gateway.site.PublishedSite;
import opencmg.gateway.site.PublishedSites;
import opencmg.gateway.site.PublishedSites.ApplyResult.Result;
import opencmg.settings.InvalidSettingsException;
import opencmg.settings.site.SiteConfiguration;
import opencmg.settings.site.SiteDocument;
import opencmg.tunnel.Tunnel;
import opencmg.tunnel.TunnelListener.Applied;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies the site configurations that connection points send. A document may have MiBs and many certificates, so it is parsed on a worker thread: on the
 * event loop, all its clients and tunnels would wait. There is one thread, because every tunnel brings the same document at the same time, and only the
 * first of them needs parsing.
 */
public final class SiteUpdates {

    private static final Logger log = LoggerFactory.getLogger(SiteUpdates.class);
    private static final String THREAD_NAME = "opencmg-site-configurations";

    private final PublishedSites sites;
    private final WorkerExecutor worker;
    private final Function<byte[], SiteConfiguration> parser;

    /** SHA-256 of the document in force, by site code. */
    private final Map<String, String> digests = new ConcurrentHashMap<>();

    private SiteUpdates(PublishedSites sites, WorkerExecutor worker, Function<byte[], SiteConfiguration> parser) {
        this.sites = sites;
        this.worker = worker;
        this.parser = parser;
    }

    /** @param vertx closes the worker thread if {@link #close} does not */
    public static SiteUpdates start(Vertx vertx, PublishedSites sites) {
        return start(vertx, sites, SiteDocument::fromJson);
    }

    static SiteUpdates start(Vertx vertx, PublishedSites sites, Function<byte[], SiteConfiguration> parser) {
        return new SiteUpdates(sites, vertx.createSharedWorkerExecutor(THREAD_NAME, 1), parser);
    }

    /** Documents that wait for the worker thread are dropped. */
    public Future<Void> close() {
        return worker.close();
    }

    /** Call it on any thread. Documents are applied in the order of the calls. */
    Future<Applied> apply(Tunnel tunnel, long version, Buffer json) {
        String site = tunnel.peer().siteCode();
        return version <= currentVersion(site)
                ? Future.succeededFuture(new Applied(currentVersion(site), ""))
                : worker.executeBlocking(() -> applyBlocking(tunnel, version, json.getBytes()), false);
    }

    private Applied applyBlocking(Tunnel tunnel, long version, byte[] json) {
        String site = tunnel.peer().siteCode();
        if (version <= currentVersion(site)) {
            return new Applied(currentVersion(site), ""); // another tunnel brought it in the meantime
        }
        String digest = sha256(json);
        if (digest.equals(digests.get(site))) {
            return new Applied(currentVersion(site), "");
        }
        String problem = problemOf(site, json, digest);
        (problem.isEmpty() ? log.atInfo() : log.atError())
                .addKeyValue("site", site)
                .addKeyValue("tunnel", tunnel.status().id())
                .addKeyValue("offered", version)
                .addKeyValue("version", currentVersion(site))
                .addKeyValue("reason", problem)
                .log(problem.isEmpty() ? "A site configuration is in force" : "A site configuration is refused");
        return new Applied(currentVersion(site), problem);
    }

    private String problemOf(String site, byte[] json, String digest) {
        try {
            SiteConfiguration offered = parser.apply(json);
            if (!offered.siteCode().equals(site)) {
                return "a connection point of site " + site + " brought the configuration of site "
                        + offered.siteCode();
            }
            var applied = sites.accept(offered);
            if (applied.result() == Result.APPLIED) {
                digests.put(site, digest);
            }
            return applied.result() == Result.INVALID ? applied.reason() : "";
        } catch (InvalidSettingsException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private long currentVersion(String site) {
        PublishedSite published = sites.current().site(site);
        return published == null ? 0 : published.configuration().version();
    }
}
