package opencmg.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import opencmg.bench.load.LoadResult;
import opencmg.bench.load.Wrk;
import opencmg.bench.side.Backend;
import opencmg.bench.side.BenchWorkspace;
import opencmg.bench.side.LiveHeap;
import opencmg.bench.side.OpenCmgJvms;
import opencmg.bench.side.Peer;
import opencmg.bench.side.Side;
import opencmg.bench.side.Usage;
import opencmg.launch.JavaProgram;

/**
 * Load for many minutes, small answers, large ones and uploads in turn, and now and then a look at the memory of each of our processes while nothing is
 * asked of them. What is resident alone says little: it is what Java has touched of its heap. So the heap is resident as a whole from the start, and
 * judged is what is live in it after a collection, and what there is beside it.
 */
public final class Soak {

    private static final Duration SLICE = Duration.ofSeconds(5);
    private static final int SAMPLES = 12;
    private static final int MIN_SAMPLES = 4;

    private final Side side;
    private final Wrk wrk;
    private final LiveHeap heaps;
    private final Map<String, List<MemorySample>> samples = new LinkedHashMap<>();
    private long requests;

    private Soak(Side side, Wrk wrk, LiveHeap heaps) {
        this.side = side;
        this.wrk = wrk;
        this.heaps = heaps;
    }

    /**
     * Blocks for that time and a little longer.
     *
     * @return whether memory has stayed flat
     * @throws IllegalStateException when the runtime cannot be asked for its memory, or a request failed
     */
    public static boolean run(Duration length, String heap, PrintWriter out, BenchProgress progress)
            throws IOException, InterruptedException {
        LiveHeap heaps = LiveHeap.ofThisRuntime();
        try (BenchWorkspace workspace = BenchWorkspace.open()) {
            Side side = Peer.OPENCMG.in(
                    workspace, Backend.start(workspace), new OpenCmgJvms(JavaProgram.running(), heap, true, null));
            side.start();
            progress.line("ready after " + side.readyAfter().toMillis() + " ms");
            Soak soak = new Soak(side, new Wrk(workspace.folder()), heaps);
            soak.run(length, progress);
            progress.erase();
            return soak.verdict(out);
        }
    }

    private void run(Duration length, BenchProgress progress) throws IOException, InterruptedException {
        long started = System.nanoTime();
        int sampled = 0;
        while (System.nanoTime() - started < length.toNanos() || sampled < MIN_SAMPLES) {
            loadOnce();
            if (System.nanoTime() - started >= length.dividedBy(SAMPLES).toNanos() * (sampled + 1)) {
                sample(progress);
                sampled++;
            }
        }
    }

    private void loadOnce() throws IOException, InterruptedException {
        load(Backend.LARGE, Wrk.Load.DOWNLOAD, 16);
        load(Backend.UPLOAD, Wrk.Load.UPLOAD, 16);
        load(Backend.SMALL, Wrk.Load.DOWNLOAD, Measurements.CONNECTIONS);
    }

    private void load(String path, Wrk.Load load, int connections) throws IOException, InterruptedException {
        LoadResult result = wrk.run(side.open(), path, load, connections, SLICE);
        result.check(side.peer().text());
        requests += result.done();
    }

    private void sample(BenchProgress progress) throws IOException, InterruptedException {
        side.checkAlive();
        List<String> lines = new ArrayList<>();
        for (Map.Entry<String, Long> process : side.pids().entrySet()) {
            MemorySample sample = sample(process.getValue());
            samples.computeIfAbsent(process.getKey(), first -> new ArrayList<>())
                    .add(sample);
            lines.add(process.getKey() + " " + mib(sample.live()) + " live, " + mib(sample.outside()) + " outside, "
                    + mib(sample.resident()) + " resident");
        }
        progress.line(String.format(Locale.ROOT, "%,d requests; MiB: %s", requests, String.join("; ", lines)));
    }

    private MemorySample sample(long pid) throws IOException, InterruptedException {
        long live = heaps.bytes(pid);
        long resident = Usage.residentOf(pid);
        return new MemorySample(live, resident - heaps.most(pid), resident);
    }

    private static long mib(long bytes) {
        return Math.round(bytes / 1048576.0);
    }

    private boolean verdict(PrintWriter out) {
        boolean flat = true;
        out.printf(Locale.ROOT, "%,d requests; means of the second quarter, then of the last%n", requests);
        for (Map.Entry<String, List<MemorySample>> process : samples.entrySet()) {
            MemorySample.Verdict verdict = MemorySample.verdict(process.getValue());
            flat &= verdict.flat();
            out.println((verdict.flat() ? "✓ " : "✗ ") + process.getKey() + ": " + verdict.text());
        }
        out.println(flat ? "memory stays flat" : "memory does not stay flat");
        return flat;
    }
}
