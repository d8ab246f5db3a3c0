package opencmg.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import opencmg.bench.load.ClosedLoop;
import opencmg.bench.load.LoadClient;
import opencmg.bench.load.LoadResult;
import opencmg.bench.load.LoadTarget;
import opencmg.bench.load.OpenLoop;
import opencmg.bench.load.Wrk;
import opencmg.bench.report.Metric;
import opencmg.bench.side.Backend;
import opencmg.bench.side.Side;
import opencmg.bench.side.Usage;
import org.HdrHistogram.Histogram;

/** The measurements of requests: which load, through which entrance, and what its numbers are called. */
final class Measurements {

    static final int CONNECTIONS = 64;

    /** Large bodies in more connections than this measure the memory of the machine. */
    private static final int LARGE_BODY_CONNECTIONS = 16;

    /** That part of a slice, at its beginning: handshakes of all connections, and no queue yet where there will be one. */
    private static final int LATENCY_WARM_UP_SHARE = 4;

    private static final double MEGABYTE = 1e6;

    private final Wrk wrk;

    Measurements(Wrk wrk) {
        this.wrk = wrk;
    }

    /** Requests per second, driven by wrk. */
    Measurement requests() {
        return (side, slice) -> wrk(side, Backend.SMALL, Wrk.Load.DOWNLOAD, CONNECTIONS, slice, requestsPerSecond());
    }

    Measurement downloads(String path, int bytes) {
        int connections = bytes >= 1 << 20 ? LARGE_BODY_CONNECTIONS : CONNECTIONS;
        return (side, slice) -> wrk(side, path, Wrk.Load.DOWNLOAD, connections, slice, megabytes(bytes));
    }

    Measurement uploads(int bytes) {
        return (side, slice) ->
                wrk(side, Backend.UPLOAD, Wrk.Load.UPLOAD, LARGE_BODY_CONNECTIONS, slice, megabytes(bytes));
    }

    /** wrk has no client certificates, so here the own client drives all sides. */
    Measurement certificates() {
        return (side, slice) -> {
            try (LoadClient client = LoadClient.to(side.mutual())) {
                long before = side.usage().cpuMicros();
                LoadResult result = ClosedLoop.run(client, Backend.SMALL, CONNECTIONS, slice);
                result.check(side.peer().text());
                return Map.of(
                        Metric.REQUESTS,
                        result.perSecond(),
                        Metric.CPU,
                        (side.usage().cpuMicros() - before) / (double) result.done());
            }
        };
    }

    /**
     * Times at a fixed rate. The client shares the machine, so its own CPU is a metric too: what it takes is missing on the side.
     *
     * @param rate requests per second, the same for all sides
     */
    static Measurement latency(double rate) {
        return (side, slice) -> {
            try (LoadClient client = LoadClient.to(side.open())) {
                double sent = rate * slice.toMillis() / 1000;
                long before = side.usage().cpuMicros();
                long ownBefore = Usage.ownCpuMicros();
                Histogram counted = OpenLoop.run(
                        client, Backend.SMALL, CONNECTIONS, rate, slice, slice.dividedBy(LATENCY_WARM_UP_SHARE));
                return Map.of(
                        Metric.P50, counted.getValueAtPercentile(50) / 1e6,
                        Metric.P99, counted.getValueAtPercentile(99) / 1e6,
                        Metric.P999, counted.getValueAtPercentile(99.9) / 1e6,
                        Metric.CPU, (side.usage().cpuMicros() - before) / sent,
                        Metric.CPU_OF_CLIENT, (Usage.ownCpuMicros() - ownBefore) / sent);
            }
        };
    }

    /** Our refusals: every request shows a token that nobody has seen before and whose signature is wrong. */
    Measurement refusals() {
        return (side, slice) -> {
            LoadTarget target = side.open();
            long before = side.usage().cpuMicros();
            LoadResult result = wrk.run(target, Backend.SMALL, Wrk.Load.BAD_TOKENS, CONNECTIONS, slice);
            if (result.done() > 0) {
                throw new IllegalStateException(result.done() + " bad tokens were let in");
            }
            LoadResult refused = new LoadResult(result.failed(), 0, result.time());
            return Map.of(
                    Metric.REQUESTS,
                    refused.perSecond(),
                    Metric.CPU,
                    (side.usage().cpuMicros() - before) / (double) Math.max(1, refused.done()));
        };
    }

    private static ToDoubleFunction<LoadResult> requestsPerSecond() {
        return LoadResult::perSecond;
    }

    private static ToDoubleFunction<LoadResult> megabytes(int bytes) {
        return result -> result.perSecond() * bytes / MEGABYTE;
    }

    private Map<Metric, Double> wrk(
            Side side, String path, Wrk.Load load, int connections, Duration slice, ToDoubleFunction<LoadResult> value)
            throws IOException, InterruptedException {
        long before = side.usage().cpuMicros();
        LoadResult result = wrk.run(side.open(), path, load, connections, slice);
        result.check(side.peer().text());
        double cpu = (side.usage().cpuMicros() - before) / (double) result.done();
        Metric metric = path.equals(Backend.SMALL) ? Metric.REQUESTS : Metric.MEGABYTES;
        return Map.of(metric, value.applyAsDouble(result), Metric.CPU, cpu);
    }
}
