package opencmg.connectionpoint;

import io.vertx.core.Future;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import opencmg.connectionpoint.relay.CandidateCertificate;
import opencmg.connectionpoint.site.BlockingWork;
import opencmg.connectionpoint.traffic.TrafficLedger;
import opencmg.settings.site.SiteConfiguration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The site configuration in force. Accepts newer versions and hands each to the listeners. */
final class CurrentSite {

    private static final Logger log = LoggerFactory.getLogger(CurrentSite.class);

    private final BlockingWork blocking;
    private final List<CandidateCertificate> candidates;
    private final TrafficLedger traffic;
    private final List<Consumer<SiteSnapshot>> listeners = new CopyOnWriteArrayList<>();
    private volatile @Nullable SiteSnapshot snapshot;

    CurrentSite(BlockingWork blocking, List<CandidateCertificate> candidates, TrafficLedger traffic) {
        this.blocking = blocking;
        this.candidates = candidates;
        this.traffic = traffic;
    }

    void addListener(Consumer<SiteSnapshot> listener) {
        listeners.add(listener);
    }

    /** Null before the first configuration. Any thread. */
    @Nullable
    SiteSnapshot snapshot() {
        return snapshot;
    }

    /**
     * Puts a newer version into force. Called by the one source, one at a time.
     *
     * @return fails with the reason when the version is not accepted; one that is in force already is no failure
     */
    Future<Void> offer(SiteConfiguration offered) {
        SiteSnapshot current = snapshot;
        if (current != null) {
            if (offered.equals(current.configuration())) {
                return Future.succeededFuture();
            }
            String objection = objection(current.configuration(), offered);
            if (objection != null) {
                return Future.failedFuture(new IllegalStateException(objection));
            }
        }
        return blocking.call(() -> SiteSnapshot.of(offered, candidates, traffic))
                .onSuccess(this::putInForce)
                .mapEmpty();
    }

    private static @Nullable String objection(SiteConfiguration current, SiteConfiguration offered) {
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

    private void putInForce(SiteSnapshot accepted) {
        snapshot = accepted;
        log.atInfo()
                .addKeyValue("site", accepted.configuration().siteCode())
                .addKeyValue("version", accepted.configuration().version())
                .addKeyValue("roles", accepted.configuration().roles().size())
                .log("The site configuration is in force");
        accepted.certificate().log();
        listeners.forEach(listener -> listener.accept(accepted));
    }
}
