package opencmg.connectionpoint;

import io.vertx.core.Future;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import opencmg.connectionpoint.relay.CandidateCertificate;
import opencmg.connectionpoint.relay.RoutingTable;
import opencmg.connectionpoint.relay.SelectedCertificate;
import opencmg.connectionpoint.site.BlockingWork;
import opencmg.connectionpoint.traffic.TrafficLedger;
import opencmg.settings.site.SiteConfiguration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The version of the site that is in force: read by every exchange, replaced as a whole, told to every loop. */
final class CurrentSite {

    private static final Logger log = LoggerFactory.getLogger(CurrentSite.class);

    private final BlockingWork offLoop;
    private final List<CandidateCertificate> candidates;
    private final TrafficLedger traffic;
    private final List<Consumer<SiteSnapshot>> told = new CopyOnWriteArrayList<>();
    private volatile @Nullable SiteSnapshot now;

    CurrentSite(BlockingWork offLoop, List<CandidateCertificate> candidates, TrafficLedger traffic) {
        this.offLoop = offLoop;
        this.candidates = candidates;
        this.traffic = traffic;
    }

    void tell(Consumer<SiteSnapshot> listener) {
        told.add(listener);
    }

    @Nullable
    SiteSnapshot now() {
        return now;
    }

    RoutingTable routes() {
        SiteSnapshot current = now;
        return current == null ? RoutingTable.EMPTY : current.routes();
    }

    SelectedCertificate certificate() {
        SiteSnapshot current = now;
        return current == null ? SelectedCertificate.NONE : current.certificate();
    }

    /** Takes a newer version. Called by the one source, one at a time. */
    Future<Void> offer(SiteConfiguration offered) {
        SiteSnapshot current = now;
        if (current != null) {
            if (offered.equals(current.site())) {
                return Future.succeededFuture();
            }
            String problem = unfit(current.site(), offered);
            if (problem != null) {
                return Future.failedFuture(new IllegalStateException(problem));
            }
        }
        return offLoop.call(() -> SiteSnapshot.of(offered, candidates, traffic))
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

    private void takeEffect(SiteSnapshot published) {
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
