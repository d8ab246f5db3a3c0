package opencmg.gateway;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;
import opencmg.settings.LoadedIdentity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns before one of the gateway's certificates expires, at start and once a day. The product is silent until clients fail (protocol.md 4). */
final class CertificateExpiryWatch {

    private static final Logger log = LoggerFactory.getLogger(CertificateExpiryWatch.class);
    private static final long WARN_DAYS = 90;
    private static final long URGENT_DAYS = 30;
    private static final long CRITICAL_DAYS = 7;

    private final Vertx vertx;
    private final Clock clock;
    private final Supplier<LoadedIdentity> edge;
    private final Supplier<LoadedIdentity> tunnel;
    private final long timer;

    CertificateExpiryWatch(
            Vertx vertx,
            Clock clock,
            Supplier<LoadedIdentity> edge,
            Supplier<LoadedIdentity> tunnel,
            MeterRegistry registry) {
        this.vertx = vertx;
        this.clock = clock;
        this.edge = edge;
        this.tunnel = tunnel;
        registerGauge(registry, "edge", edge);
        registerGauge(registry, "tunnel", tunnel);
        check();
        this.timer = vertx.setPeriodic(Duration.ofDays(1).toMillis(), id -> check());
    }

    private void registerGauge(MeterRegistry registry, String server, Supplier<LoadedIdentity> identity) {
        Gauge.builder("opencmg.certificate.days", () -> identity.get().daysLeft(clock))
                .description("Days until the gateway's own certificate ends")
                .tag("of", server)
                .register(registry);
    }

    private void check() {
        check("edge", edge.get());
        check("tunnel", tunnel.get());
    }

    private void check(String server, LoadedIdentity identity) {
        long days = identity.daysLeft(clock);
        if (days > WARN_DAYS) {
            return;
        }
        (days > URGENT_DAYS ? log.atInfo() : days > CRITICAL_DAYS ? log.atWarn() : log.atError())
                .addKeyValue("of", server)
                .addKeyValue("subject", identity.leaf().getSubjectX500Principal())
                .addKeyValue("days", days)
                .log("A certificate of the gateway ends soon: renew it with the same subject and names");
    }

    void close() {
        vertx.cancelTimer(timer);
    }
}
