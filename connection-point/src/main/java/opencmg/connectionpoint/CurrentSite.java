package opencmg.connectionpoint;

import io.vertx.core.Future;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import opencmg.connectionpoint.site.OffLoop;
import opencmg.connectionpoint.traffic.Traffic;
import opencmg.connectionpoint.upstream.CandidateCertificate;
import opencmg.connectionpoint.upstream.OwnCertificate;
import opencmg.connectionpoint.upstream.RoutingTable;
import opencmg.settings.site.SiteConfiguration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The version of the site that is in force: read by every exchange, replaced as a whole, told to every loop. */
final class CurrentSite {

    private static final Logger log = LoggerFactory.getLogger(CurrentSite.class);

    private final OffLoop offLoop;
    private final List<CandidateCertificate> candidates;
    private final Traffic traffic;
    private final List<Consumer<Published>> told = new CopyOnWriteArrayList<>();
    private volatile @Nullable Published now;

    CurrentSite(OffLoop offLoop, List<CandidateCertificate> candidates, Traffic traffic) {
        this.offLoop = offLoop;
        this.candidates = candidates;
        this.traffic = traffic;
    }

    void tell(Consumer<Published> listener) {
        told.add(listener);
    }

    @Nullable
    Published now() {
        return now;
    }

    RoutingTable routes() {
        Published current = now;
        return current == null ? RoutingTable.EMPTY : current.routes();
    }

    OwnCertificate certificate() {
        Published current = now;
        return current == null ? OwnCertificate.NONE : current.certificate();
    }

    /** Takes a newer version. Called by the one source, one at a time. */
    Future<Void> offer(SiteConfiguration offered) {
        Published current = now;
        if (current != null) {
            if (offered.equals(current.site())) {
                return Future.succeededFuture();
            }
            String problem = unfit(current.site(), offered);
            if (problem != null) {
                return Future.failedFuture(new IllegalStateException(problem));
            }
        }
        return offLoop.call(() -> Published.of(offered, candidates, traffic))
                .onSuccess(this::takeEffect)
                .mapEmpty();
    }

    private static @Nullable String unfit(SiteConfiguration current, SiteConfiguration offered) {
        if (!offered.siteCode().equals(current.siteCode())) {
            return "the site code changed from " + current.siteCode() + " to " + offered.siteCode()
                    + "; a connection point serves one site, start it again for the other";
        }
        if (offered.version() <= current.version()) {
            return "it says version " + offered.version() + " and differs from version " + current.version()
                    + " that is in force; gateways take higher versions only, so set version: "
                    + (current.version() + 1)
                    + " or higher, or restart gateways and connection points";
        }
        return null;
    }

    private void takeEffect(Published published) {
        now = published;
        log.atInfo()
                .addKeyValue("site", published.site().siteCode())
                .addKeyValue("version", published.site().version())
                .addKeyValue("roles", published.site().roles().size())
                .log("The site configuration is in force");
        published.certificate().log();
        told.forEach(listener -> listener.accept(published));
    }
}
