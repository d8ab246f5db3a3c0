package opencmg.lab.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import opencmg.lab.bench.load.Tally;
import opencmg.lab.bench.load.Wrk;
import opencmg.lab.bench.side.Backend;
import opencmg.lab.bench.side.Contestant;
import opencmg.lab.bench.side.Side;
import opencmg.lab.bench.side.Usage;
import opencmg.lab.bench.side.Workplace;

/** Load for many minutes, small answers, large ones and uploads in turn, and a look at the memory of our processes after each turn. */
final class Soak {

    private static final Duration TURN = Duration.ofSeconds(5);
    private static final double FLAT = 1.05;

    private Soak() {}

    /**
     * Blocks for that time.
     *
     * @return whether memory has stayed flat
     */
    static boolean run(Duration length, String heap, PrintWriter out, Progress progress)
            throws IOException, InterruptedException {
        try (Workplace place = Workplace.open()) {
            Side side = Contestant.OPENCMG.in(place, Backend.start(place), heap, null);
            side.start();
            out.println("ready after " + side.readyAfter().toMillis() + " ms");
            List<Double> memory = new ArrayList<>();
            Wrk wrk = new Wrk(place.folder());
            long requests = 0;
            long end = System.nanoTime() + length.toNanos();
            while (System.nanoTime() < end || memory.size() < 4) {
                requests += turn(wrk, side);
                side.checkAlive();
                Usage now = side.usage();
                memory.add(now.resident() / 1048576.0);
                progress.step(String.format(
                        Locale.ROOT,
                        "%,d requests, gateway and connection point %.0f MiB",
                        requests,
                        now.resident() / 1048576.0));
            }
            progress.erase();
            return verdict(memory, requests, out);
        }
    }

    private static long turn(Wrk wrk, Side side) throws IOException, InterruptedException {
        return part(wrk, side, Backend.LARGE, Wrk.Load.DOWNLOAD, 16)
                + part(wrk, side, Backend.UPLOAD, Wrk.Load.UPLOAD, 16)
                + part(wrk, side, Backend.SMALL, Wrk.Load.DOWNLOAD, Measurements.CONNECTIONS);
    }

    private static long part(Wrk wrk, Side side, String path, Wrk.Load load, int connections)
            throws IOException, InterruptedException {
        Tally tally = wrk.run(side.open(), path, load, connections, TURN);
        tally.check(side.who().text());
        return tally.done();
    }

    private static boolean verdict(List<Double> memory, long requests, PrintWriter out) {
        double second = quarter(memory, 1);
        double last = quarter(memory, 3);
        boolean flat = isFlat(memory);
        out.printf(
                Locale.ROOT,
                "%s %,d requests; memory %.0f MiB in the second quarter, %.0f MiB in the last%n",
                flat ? "✓" : "✗",
                requests,
                second,
                last);
        return flat;
    }

    /** The first quarter is left out: there heaps and compiled code still grow. */
    static boolean isFlat(List<Double> memory) {
        return quarter(memory, 3) <= quarter(memory, 1) * FLAT;
    }

    private static double quarter(List<Double> memory, int which) {
        int size = memory.size();
        return memory.subList(size * which / 4, Math.max(size * which / 4 + 1, size * (which + 1) / 4)).stream()
                .mapToDouble(Double::doubleValue)
                .average()
                .orElse(0);
    }
}
