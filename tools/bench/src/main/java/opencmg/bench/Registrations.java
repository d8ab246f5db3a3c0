package opencmg.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import opencmg.bench.load.LoadClient;
import opencmg.bench.load.LoadResult;
import opencmg.bench.load.SingleUseRequests;
import opencmg.bench.report.Metric;
import opencmg.bench.side.BenchWorkspace;
import opencmg.bench.side.SiteUnderLoad;
import opencmg.client.message.Envelope;

/**
 * New clients that the mock site registers in a second, with its database in a file. The messages of a round are made before it: a client's two
 * signatures cost more than the site's part of the work.
 */
final class Registrations implements AutoCloseable {

    private static final String PATH = "/ccm_system/request";
    private static final Duration WARM_SLICE = Duration.ofSeconds(1);
    private static final int FIRST_GUESS = 200;

    /** Room for a round that is quicker than the one before. */
    private static final double HEADROOM = 1.5;

    private final SiteUnderLoad site;
    private final LoadClient client;
    private final NewClients clients = new NewClients();
    private double lastRate = FIRST_GUESS;

    private Registrations(SiteUnderLoad site) {
        this.site = site;
        this.client = LoadClient.to(site.target());
    }

    static Registrations at(BenchWorkspace workspace, String heap) throws IOException {
        return new Registrations(SiteUnderLoad.start(workspace, heap));
    }

    /** Registers until the rate is steady, at most for that time with what it takes to make the messages; whether it is. */
    boolean warmUp(Duration limit) throws IOException, InterruptedException {
        List<Double> rates = new ArrayList<>();
        long end = System.nanoTime() + limit.toNanos();
        while (!SteadyState.reached(rates) && System.nanoTime() < end) {
            rates.add(round(WARM_SLICE).getOrDefault(Metric.REGISTRATIONS, 0.0));
        }
        return SteadyState.reached(rates);
    }

    /** Blocks for that time, and for the time that it takes to make the messages. */
    Map<Metric, Double> round(Duration slice) throws IOException, InterruptedException {
        List<byte[]> messages = clients.registrations((int) (lastRate * HEADROOM * slice.toMillis() / 1000));
        long before = site.devices();
        long cpu = site.usage().cpuMicros();
        LoadResult result =
                SingleUseRequests.run(client, PATH, Envelope.CONTENT_TYPE, messages, Measurements.CONNECTIONS, slice);
        result.check("the mock site");
        cpu = site.usage().cpuMicros() - cpu;
        long registered = site.devices() - before;
        // Without a body, 200 is how a management point refuses.
        if (registered != result.done()) {
            throw new IllegalStateException(
                    "of " + result.done() + " registrations " + registered + " are in the database");
        }
        lastRate = result.perSecond();
        return Map.of(Metric.REGISTRATIONS, result.perSecond(), Metric.CPU, cpu / (double) result.done());
    }

    /** Devices in the site's database. */
    long devices() throws IOException, InterruptedException {
        return site.devices();
    }

    @Override
    public void close() {
        client.close();
        site.close();
    }
}
