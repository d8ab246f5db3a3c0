package opencmg.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import opencmg.bench.load.Wrk;
import opencmg.bench.report.Figure;
import opencmg.bench.report.Metric;
import opencmg.bench.report.Results;
import opencmg.bench.report.Spread;
import opencmg.bench.side.Backend;
import opencmg.bench.side.BenchWorkspace;
import opencmg.bench.side.OpenCmgJvms;
import opencmg.bench.side.Peer;
import opencmg.bench.side.Side;
import opencmg.launch.ClassArchive;
import opencmg.launch.JavaProgram;
import org.jspecify.annotations.Nullable;

/**
 * The order of a run: all sides up, warm, then figure by figure in rounds A B C A B C. What disturbs the machine for a while then disturbs all
 * alike, and the median of the rounds drops it.
 */
public final class Bench {

    private static final Duration WARM_SLICE = Duration.ofSeconds(2);
    private static final int LOOKS_AT_TOP_RATE = 3;

    /** Of load that does not count, for a peer that has just started: until the connections between its hops are there. */
    private static final Duration FIRST_CONNECTIONS = Duration.ofSeconds(1);

    private final BenchPlan order;
    private final BenchProfile effort;
    private final BenchProgress progress;
    private final BenchWorkspace place;
    private final Measurements measurements;
    private final List<Side> sides = new ArrayList<>();
    private final Results results = new Results();

    private Bench(BenchPlan order, BenchProgress progress, BenchWorkspace place) {
        this.order = order;
        this.effort = order.effort();
        this.progress = progress;
        this.place = place;
        this.measurements = new Measurements(new Wrk(place.folder()));
    }

    /** Blocks for minutes; everything that it started has ended when it returns. */
    public static Results run(BenchPlan order, BenchProgress progress) throws IOException, InterruptedException {
        try (BenchWorkspace place = BenchWorkspace.open()) {
            return new Bench(order, progress, place).run();
        } finally {
            progress.erase();
        }
    }

    private Results run() throws IOException, InterruptedException {
        try {
            if (order.figures().stream().anyMatch(Figure::isOfTheChain)) {
                startAll();
                warmUp();
            }
            for (Figure figure : order.figures()) {
                if (figure.isOfTheChain()) {
                    figure(figure);
                } else {
                    registrations();
                }
            }
            return results;
        } catch (IOException | IllegalStateException e) {
            if (place.isEnding()) {
                throw new InterruptedException("ended from outside");
            }
            throw e;
        }
    }

    private void startAll() throws IOException, InterruptedException {
        if (effort.archive()) {
            progress.step("writing the class archive, once");
            for (JavaProgram build : order.builds()) {
                ClassArchive.make(build);
            }
        } else if (order.builds().stream().anyMatch(ClassArchive::isMissing)) {
            progress.line("no archive of classes is there yet (a full run writes it): ours starts more slowly");
        }
        progress.step("starting");
        Backend backend = Backend.start(place);
        for (Peer who : order.contestants()) {
            JavaProgram build = who == Peer.OTHER ? Objects.requireNonNull(order.other()) : JavaProgram.running();
            Side side = who.in(place, backend, new OpenCmgJvms(build, order.heap(), false, order.profiles()));
            sides.add(side);
            side.start();
            progress.line(who.text() + " answers after " + side.readyAfter().toMillis() + " ms (" + who.chain() + ")");
        }
    }

    /** Only our JVMs need it, because they compile what they run often. */
    private void warmUp() throws IOException, InterruptedException {
        for (Side side : sides) {
            if (side.who().isOurs()) {
                warmUp(side);
            }
        }
    }

    private void warmUp(Side side) throws IOException, InterruptedException {
        String name = order.other() == null ? "" : side.who().text() + ", ";
        List<Double> rates = new ArrayList<>();
        long end = System.nanoTime() + effort.warmUp().toNanos();
        while (!SteadyState.reached(rates) && System.nanoTime() < end) {
            progress.step("warming up, " + name + rates.size() * WARM_SLICE.toSeconds() + " s");
            rates.add(warmRate(side));
        }
        progress.line(name + "warm after " + rates.size() * WARM_SLICE.toSeconds() + " s of load"
                + (SteadyState.reached(rates) ? "" : ", not yet steady"));
    }

    private double warmRate(Side side) throws IOException, InterruptedException {
        try {
            return topRate(side);
        } catch (IllegalStateException cold) {
            // On a busy machine the first requests of a JVM may take longer than the slice.
            return 0;
        }
    }

    private double topRate(Side side) throws IOException, InterruptedException {
        return measurements.requests().measure(side, WARM_SLICE).getOrDefault(Metric.REQUESTS, 0.0);
    }

    private void figure(Figure figure) throws IOException, InterruptedException {
        progress.line(figure.title());
        Measurement measurement;
        try {
            measurement = measurement(figure);
        } catch (IllegalStateException e) {
            problem(figure.title() + ": " + e.getMessage());
            return;
        }
        List<Side> able = new ArrayList<>();
        for (Side side : sides) {
            if (figure.concerns(side.who()) && isWarm(figure, measurement, side)) {
                able.add(side);
            }
        }
        int rounds = effort.rounds(figure);
        for (int round = 1; round <= rounds; round++) {
            for (Side side : List.copyOf(able)) {
                progress.step(
                        "  round " + round + " of " + rounds + ", " + side.who().text());
                if (!isReady(figure, measurement, side) || !measured(figure, measurement, side)) {
                    able.remove(side);
                }
            }
        }
    }

    /** The mock site takes no part in the chain: it is up for this figure alone, and nobody is compared. */
    private void registrations() throws IOException, InterruptedException {
        progress.line(Figure.REGISTRATIONS.title());
        try (Registrations site = Registrations.at(place, order.heap())) {
            progress.step("  warming up");
            boolean steady = site.warmUp(effort.siteWarmUp());
            progress.line("  warm with " + site.devices() + " devices" + (steady ? "" : ", not yet steady"));
            for (int round = 1; round <= effort.rounds(Figure.REGISTRATIONS); round++) {
                progress.step("  round " + round + " of " + effort.rounds(Figure.REGISTRATIONS));
                results.add(Figure.REGISTRATIONS, Peer.OPENCMG, site.round(effort.slice(Figure.REGISTRATIONS)));
            }
            progress.line("  " + site.devices() + " devices at the end");
        } catch (IllegalStateException e) {
            problem(Figure.REGISTRATIONS.title() + ": " + e.getMessage());
        }
    }

    private Measurement measurement(Figure figure) throws IOException, InterruptedException {
        return switch (figure) {
            case REQUESTS -> measurements.requests();
            case CERTIFICATE -> measurements.certificates();
            case DOWNLOAD_64K -> measurements.downloads(Backend.MIDDLE, 64 << 10);
            case DOWNLOAD_1M -> measurements.downloads(Backend.LARGE, 1 << 20);
            case UPLOAD_1M -> measurements.uploads(1 << 20);
            case LATENCY -> Measurements.latency(halfRate());
            case HANDSHAKES -> Connections.fresh(false);
            case HANDSHAKES_CERTIFICATE -> Connections.fresh(true);
            case AUTHENTICATION -> new AuthenticationCost(place.file("site.yaml"), measurements.requests());
            case REFUSALS -> measurements.refusals();
            case REGISTRATIONS -> throw new IllegalArgumentException("no side is measured for " + figure);
            case MEMORY -> Connections.idle(effort.idle(), effort.settle());
            case START -> Connections.start();
        };
    }

    /** A first slice of a build of ours that does not count. */
    private boolean isWarm(Figure figure, Measurement measurement, Side side) throws IOException, InterruptedException {
        if (!side.who().isOurs() || !effort.warms(figure)) {
            return true;
        }
        progress.step("  warming up, " + side.who().text());
        return tried(figure, measurement, side, effort.slice(figure)) != null;
    }

    private boolean isReady(Figure figure, Measurement measurement, Side side)
            throws IOException, InterruptedException {
        if (!effort.startsAnew(figure, side.who())) {
            return true;
        }
        Measurement anew = (peer, slice) -> {
            peer.stop();
            peer.start();
            return measurement.measure(peer, slice);
        };
        return tried(figure, anew, side, FIRST_CONNECTIONS) != null;
    }

    private boolean measured(Figure figure, Measurement measurement, Side side)
            throws IOException, InterruptedException {
        Map<Metric, Double> round = tried(figure, measurement, side, effort.slice(figure));
        if (round == null) {
            return false;
        }
        results.add(figure, side.who(), round);
        return true;
    }

    private @Nullable Map<Metric, Double> tried(Figure figure, Measurement measurement, Side side, Duration slice)
            throws IOException, InterruptedException {
        try {
            side.checkAlive();
            return measurement.measure(side, slice);
        } catch (IllegalStateException | IOException e) {
            if (place.isEnding()) {
                throw e;
            }
            problem(figure.title() + ", " + side.who().text() + ": " + e.getMessage());
            return null;
        }
    }

    private void problem(String text) {
        progress.line("  " + text);
        results.problem(text);
    }

    private double usualTopRate(Side side) throws IOException, InterruptedException {
        List<Double> rates = new ArrayList<>();
        for (int i = 0; i < LOOKS_AT_TOP_RATE; i++) {
            progress.step("  looking for the rate of " + side.who().text());
            rates.add(topRate(side));
        }
        return Spread.of(rates).median();
    }

    /** Half of what haproxy can do, or of what the first peer can do, or of ours. */
    private double halfRate() throws IOException, InterruptedException {
        Side reference =
                sides.stream().filter(side -> !side.who().isOurs()).findFirst().orElse(sides.get(0));
        Spread known = results.spread(Figure.REQUESTS, Metric.REQUESTS, reference.who());
        double top = known == null ? usualTopRate(reference) : known.median();
        progress.line("  at " + Math.round(top / 2) + " requests/s, half of the rate of "
                + reference.who().text());
        return top / 2;
    }
}
