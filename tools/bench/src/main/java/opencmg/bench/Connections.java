package opencmg.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import opencmg.bench.load.ClosedLoop;
import opencmg.bench.load.IdleConnections;
import opencmg.bench.load.LoadClient;
import opencmg.bench.load.LoadResult;
import opencmg.bench.load.LoadTarget;
import opencmg.bench.load.NewConnections;
import opencmg.bench.report.Metric;
import opencmg.bench.side.Backend;
import opencmg.bench.side.PollDelay;
import opencmg.bench.side.Side;
import opencmg.bench.side.Usage;

/** The measurements of connections: new ones, idle ones, and the first one after a start. */
final class Connections {

    private static final int CONCURRENT = 16;

    private Connections() {}

    /**
     * New connections. The client shares the machine, so its own CPU is a metric too: what a core of it could do at most is 1,000,000 over that.
     */
    static Measurement fresh(boolean withCertificate) {
        return (side, slice) -> {
            LoadTarget target = withCertificate ? side.mutual() : side.open();
            List<LoadClient> clients = new ArrayList<>();
            try {
                for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
                    clients.add(LoadClient.to(target));
                }
                long before = side.usage().cpuMicros();
                long ownBefore = Usage.ownCpuMicros();
                LoadResult result = NewConnections.run(clients, Backend.SMALL, CONCURRENT, slice);
                result.check(side.peer().text());
                double count = result.done();
                return Map.of(
                        Metric.CONNECTIONS, result.perSecond(),
                        Metric.CPU_OF_CONNECTION, (side.usage().cpuMicros() - before) / count,
                        Metric.CPU_OF_CLIENT, (Usage.ownCpuMicros() - ownBefore) / count);
            } finally {
                clients.forEach(LoadClient::close);
            }
        };
    }

    /** Memory of a side that has just been started and has had some work, before and with idle connections. */
    static Measurement idle(List<Integer> counts, Duration settle) {
        return (side, slice) -> {
            side.stop();
            side.start();
            try (LoadClient work = LoadClient.to(side.open());
                    LoadClient client = LoadClient.to(side.open())) {
                LoadResult done = ClosedLoop.run(work, Backend.SMALL, Measurements.CONNECTIONS, slice);
                done.check(side.peer().text());
                PollDelay.millis(settle.toMillis());
                return grow(side, new IdleConnections(client, Backend.SMALL), counts, settle);
            }
        };
    }

    private static Map<Metric, Double> grow(Side side, IdleConnections idle, List<Integer> counts, Duration settle)
            throws IOException {
        Map<Metric, Double> found = new EnumMap<>(Metric.class);
        long before = side.usage().resident();
        for (int count : counts) {
            idle.growTo(count);
            PollDelay.millis(settle.toMillis());
            side.checkAlive();
            Usage now = side.usage();
            found.put(
                    count >= 10_000 ? Metric.KIB_AT_10000 : Metric.KIB_AT_1000,
                    (now.resident() - before) / 1024.0 / count);
            found.put(Metric.EDGE_MIB, now.edgeResident() / 1048576.0);
        }
        return found;
    }

    /** From no process at all to the first answer out of the backend. */
    static Measurement start() {
        return (side, slice) -> {
            side.stop();
            side.start();
            return Map.of(Metric.START, side.readyAfter().toNanos() / 1e6);
        };
    }
}
