package opencmg.bench;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import opencmg.bench.load.LoadTarget;
import opencmg.bench.report.Metric;
import opencmg.bench.side.Backend;
import opencmg.bench.side.Side;
import opencmg.gateway.admission.Admission;
import opencmg.gateway.admission.AdmissionRequest;
import opencmg.gateway.admission.Admitted;
import opencmg.gateway.admission.DecisionLog;
import opencmg.gateway.identity.PeerChain;
import opencmg.gateway.identity.Verifiers;
import opencmg.gateway.revocation.RevocationSettings;
import opencmg.gateway.site.PublishedSites;
import opencmg.gateway.site.PublishedSites.ApplyResult;
import opencmg.settings.PemFiles;
import opencmg.settings.site.SiteDocument;

/**
 * What it costs to admit a client that is known: the gateway's own admission, asked here in the benchmark's JVM, with everything in it: path, role,
 * credential, endpoint, the decision kept for explanations. The chain has no switch to do without, so its share is reported against the CPU of a
 * request without it.
 */
final class AuthenticationCost implements Measurement {

    private static final int ADMISSIONS_PER_ROUND = 50_000;
    private static final int ROUNDS = 12;
    private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

    private final Path siteFile;
    private final Measurement requests;

    /**
     * @param siteFile the site configuration of the side
     * @param requests gives the CPU of a request through the chain
     */
    AuthenticationCost(Path siteFile, Measurement requests) {
        this.siteFile = siteFile;
        this.requests = requests;
    }

    @Override
    public Map<Metric, Double> measure(Side side, Duration slice) throws IOException, InterruptedException {
        double request = requests.measure(side, slice).getOrDefault(Metric.CPU, 0.0);
        Vertx vertx = Vertx.vertx();
        try {
            Verifiers verifiers = Verifiers.start(vertx, RevocationSettings.DEFAULTS, Clock.systemUTC())
                    .await();
            PublishedSites sites = new PublishedSites();
            ApplyResult applied = sites.accept(SiteDocument.fromYaml(siteFile));
            if (applied.result() == ApplyResult.Result.INVALID) {
                throw new IllegalStateException(applied.reason());
            }
            Admission admission =
                    new Admission(sites, verifiers, new DecisionLog(Clock.systemUTC()), "bench", () -> true);
            double token = micros(admission, arrival(side.open()));
            double certificate = micros(admission, arrival(side.mutual()));
            verifiers.close().await();
            return Map.of(
                    Metric.ADMISSION_BY_TOKEN, token,
                    Metric.ADMISSION_BY_CERTIFICATE, certificate,
                    Metric.AUTHENTICATION_SHARE, 100 * token / (request - token));
        } finally {
            vertx.close().await();
        }
    }

    /** CPU microseconds of one admission. The best of many rounds: the first ones are not compiled yet, and what disturbs only ever adds. */
    private static double micros(Admission admission, AdmissionRequest arrival) {
        if (!(admission.admit(arrival).await() instanceof Admitted)) {
            throw new IllegalStateException("the credential of the benchmark is not admitted");
        }
        long best = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long before = CPU.getCurrentThreadCpuTime();
            for (int i = 0; i < ADMISSIONS_PER_ROUND; i++) {
                if (!admission.admit(arrival).succeeded()) {
                    throw new IllegalStateException("a known client was not admitted at once");
                }
            }
            best = Math.min(best, CPU.getCurrentThreadCpuTime() - before);
        }
        return best / 1000.0 / ADMISSIONS_PER_ROUND;
    }

    private static AdmissionRequest arrival(LoadTarget target) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        headers.add("Host", "127.0.0.1:" + target.port());
        if (target.authorization() != null) {
            headers.add("Authorization", target.authorization());
        }
        List<X509Certificate> chain = target.certificate() == null
                ? PeerChain.EMPTY
                : PeerChain.of(PemFiles.certificates(target.certificate().certFile()));
        return new AdmissionRequest("bench", "GET", target.target(Backend.SMALL), headers, chain, -1);
    }
}
