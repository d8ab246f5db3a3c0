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
    private static final int TOP_RATE_SAMPLES = 3;

    /** Of load that does not count, for a peer that has just started: until the connections between its hops are there. */
    private static final Duration FIRST_CONNECTIONS = Duration.ofSeconds(1);

    private final BenchPlan plan;
    private final BenchProfile profile;
    private final BenchProgress progress;
    private final BenchWorkspace workspace;
    private final Measurements measurements;
    private final List<Side> sides = new ArrayList<>();
    private final Results results = new Results();

    private Bench(BenchPlan plan, BenchProgress progress, BenchWorkspace workspace) {
        this.plan = plan;
        this.profile = plan.profile();
        this.progress = progress;
        this.workspace = workspace;
        this.measurements = new Measurements(new Wrk(workspace.folder()));
    }

    /** Blocks for minutes; everything that it started has ended when it returns. */
    public static Results run(BenchPlan plan, BenchProgress progress) throws IOException, InterruptedException {
        try (BenchWorkspace workspace = BenchWorkspace.open()) {
            return new Bench(plan, progress, workspace).run();
        } finally {
            progress.erase();
        }
    }

    private Results run() throws IOException, InterruptedException {
        try {
            if (plan.figures().stream().anyMatch(Figure::needsChain)) {
                startAll();
                warmUp();
            }
            for (Figure figure : plan.figures()) {
                if (figure.needsChain()) {
                    figure(figure);
                } else {
                    registrations();
                }
            }
            return results;
        } catch (IOException | IllegalStateException e) {
            if (workspace.isEnding()) {
                throw new InterruptedException("ended from outside");
            }
            throw e;
        }
    }

    private void startAll() throws IOException, InterruptedException {
        if (profile.archive()) {
            progress.step("writing the class archive, once");
            for (JavaProgram build : plan.builds()) {
                ClassArchive.make(build);
            }
        } else if (plan.builds().stream().anyMatch(ClassArchive::isMissing)) {
            progress.line("no archive of classes is there yet (a full run writes it): ours starts more slowly");
        }
        progress.step("starting");
        Backend backend = Backend.start(workspace);
        for (Peer peer : plan.peers()) {
            JavaProgram build = peer == Peer.OTHER ? Objects.requireNonNull(plan.other()) : JavaProgram.running();
            Side side = peer.in(workspace, backend, new OpenCmgJvms(build, plan.heap(), false, plan.profiles()));
            sides.add(side);
            side.start();
            progress.line(
                    peer.text() + " answers after " + side.readyAfter().toMillis() + " ms (" + peer.chain() + ")");
        }
    }

    /** Only our JVMs need it, because they compile what they run often. */
    private void warmUp() throws IOException, InterruptedException {
        for (Side side : sides) {
            if (side.peer().isOurs()) {
                warmUp(side);
            }
        }
    }

    private void warmUp(Side side) throws IOException, InterruptedException {
        String name = plan.other() == null ? "" : side.peer().text() + ", ";
        List<Double> rates = new ArrayList<>();
        long end = System.nanoTime() + profile.warmUp().toNanos();
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
            if (figure.appliesTo(side.peer()) && isWarm(figure, measurement, side)) {
                able.add(side);
            }
        }
        int rounds = profile.rounds(figure);
        for (int round = 1; round <= rounds; round++) {
            for (Side side : List.copyOf(able)) {
                progress.step("  round " + round + " of " + rounds + ", "
                        + side.peer().text());
                if (!isRestarted(figure, measurement, side) || !addRound(figure, measurement, side)) {
                    able.remove(side);
                }
            }
        }
    }

    /** The mock site takes no part in the chain: it is up for this figure alone, and nobody is compared. */
    private void registrations() throws IOException, InterruptedException {
        progress.line(Figure.REGISTRATIONS.title());
        try (Registrations site = Registrations.at(workspace, plan.heap())) {
            progress.step("  warming up");
            boolean steady = site.warmUp(profile.siteWarmUp());
            progress.line("  warm with " + site.devices() + " devices" + (steady ? "" : ", not yet steady"));
            for (int round = 1; round <= profile.rounds(Figure.REGISTRATIONS); round++) {
                progress.step("  round " + round + " of " + profile.rounds(Figure.REGISTRATIONS));
                results.add(Figure.REGISTRATIONS, Peer.OPENCMG, site.round(profile.slice(Figure.REGISTRATIONS)));
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
            case AUTHENTICATION -> new AuthenticationCost(workspace.file("site.yaml"), measurements.requests());
            case REFUSALS -> measurements.refusals();
            case REGISTRATIONS -> throw new IllegalArgumentException("no side is measured for " + figure);
            case MEMORY -> Connections.idle(profile.idle(), profile.settle());
            case START -> Connections.start();
        };
    }

    /** A first slice of a build of ours that does not count. */
    private boolean isWarm(Figure figure, Measurement measurement, Side side) throws IOException, InterruptedException {
        if (!side.peer().isOurs() || !profile.warms(figure)) {
            return true;
        }
        progress.step("  warming up, " + side.peer().text());
        return tryMeasure(figure, measurement, side, profile.slice(figure)) != null;
    }

    private boolean isRestarted(Figure figure, Measurement measurement, Side side)
            throws IOException, InterruptedException {
        if (!profile.restarts(figure, side.peer())) {
            return true;
        }
        Measurement anew = (peer, slice) -> {
            peer.stop();
            peer.start();
            return measurement.measure(peer, slice);
        };
        return tryMeasure(figure, anew, side, FIRST_CONNECTIONS) != null;
    }

    private boolean addRound(Figure figure, Measurement measurement, Side side)
            throws IOException, InterruptedException {
        Map<Metric, Double> round = tryMeasure(figure, measurement, side, profile.slice(figure));
        if (round == null) {
            return false;
        }
        results.add(figure, side.peer(), round);
        return true;
    }

    private @Nullable Map<Metric, Double> tryMeasure(Figure figure, Measurement measurement, Side side, Duration slice)
            throws IOException, InterruptedException {
        try {
            side.checkAlive();
            return measurement.measure(side, slice);
        } catch (IllegalStateException | IOException e) {
            if (workspace.isEnding()) {
                throw e;
            }
            problem(figure.title() + ", " + side.peer().text() + ": " + e.getMessage());
            return null;
        }
    }

    private void problem(String text) {
        progress.line("  " + text);
        results.problem(text);
    }

    private double medianTopRate(Side side) throws IOException, InterruptedException {
        List<Double> rates = new ArrayList<>();
        for (int i = 0; i < TOP_RATE_SAMPLES; i++) {
            progress.step("  looking for the rate of " + side.peer().text());
            rates.add(topRate(side));
        }
        return Spread.of(rates).median();
    }

    /** Half of what haproxy can do, or of what the first peer can do, or of ours. */
    private double halfRate() throws IOException, InterruptedException {
        Side reference =
                sides.stream().filter(side -> !side.peer().isOurs()).findFirst().orElse(sides.get(0));
        Spread known = results.spread(Figure.REQUESTS, Metric.REQUESTS, reference.peer());
        double top = known == null ? medianTopRate(reference) : known.median();
        progress.line("  at " + Math.round(top / 2) + " requests/s, half of the rate of "
                + reference.peer().text());
        return top / 2;
    }
}
