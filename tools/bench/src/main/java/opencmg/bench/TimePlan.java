package opencmg.bench;

import java.time.Duration;
import java.util.function.Predicate;
import opencmg.bench.report.Figure;
import opencmg.bench.side.Peer;

/** How long a run will take, told before it begins. The additions to slices were measured on two cores; a busy machine needs longer. */
public final class TimePlan {

    /** What surrounds a slice: a client that starts and ends, looks at /proc. */
    private static final double AROUND_SLICE = 0.07;

    /** Keys and certificates, the backend, all sides one after the other, and their end. */
    private static final double SET_UP = 7;

    private static final double ARCHIVE = 12;

    /** A side that cannot keep the fixed rate ends later than its slice. */
    private static final double LATENCY_OVER_SLICE = 1.2;

    private static final double ADMISSIONS = 2;
    private static final double SITE_STARTS = 5;

    /** Signing the messages of a second takes that many. */
    private static final double MESSAGES = 2.5;

    private static final double OURS_STARTS = 3;
    private static final double PEER_STARTS = 0.4;
    private static final double FIRST_CONNECTIONS = 1 + AROUND_SLICE;

    /** Connections that a side takes from one client in a second, one request each. */
    private static final double OPENED = 900;

    private final BenchPlan plan;
    private final BenchProfile profile;

    private TimePlan(BenchPlan plan) {
        this.plan = plan;
        this.profile = plan.profile();
    }

    /** @param archives number of class archives that will be written first */
    public static Duration of(BenchPlan plan, long archives) {
        return Duration.ofMillis(Math.round(1000 * new TimePlan(plan).seconds(archives)));
    }

    private double seconds(long archives) {
        double all = plan.figures().stream().mapToDouble(this::seconds).sum();
        if (plan.figures().stream().anyMatch(Figure::needsChain)) {
            long ours = plan.peers().stream().filter(Peer::isOurs).count();
            all += SET_UP + ours * profile.warmUp().toMillis() / 1000.0 + archives * ARCHIVE;
        }
        return all;
    }

    private double seconds(Figure figure) {
        double slice = profile.slice(figure).toMillis() / 1000.0 + AROUND_SLICE;
        return switch (figure) {
            case LATENCY -> slices(figure) * (slice * LATENCY_OVER_SLICE);
            case AUTHENTICATION -> slices(figure) * (slice + ADMISSIONS);
            case REGISTRATIONS ->
                SITE_STARTS
                        + profile.siteWarmUp().toMillis() / 1000.0
                        + profile.rounds(figure) * slice * (1 + MESSAGES);
            case MEMORY ->
                profile.rounds(figure) * (starts(figure) + sides(figure, peer -> true) * (slice + settledAndOpened()));
            case START -> profile.rounds(figure) * starts(figure);
            default -> slices(figure) * slice;
        };
    }

    /** Those that count, one that warms ours, and what a peer that starts anew takes, in slices. */
    private double slices(Figure figure) {
        double anew = sides(figure, peer -> profile.restarts(figure, peer))
                * (PEER_STARTS + FIRST_CONNECTIONS)
                / (profile.slice(figure).toMillis() / 1000.0);
        return profile.rounds(figure) * (sides(figure, peer -> true) + anew)
                + (profile.warms(figure) ? sides(figure, Peer::isOurs) : 0);
    }

    private double settledAndOpened() {
        int most = profile.idle().get(profile.idle().size() - 1);
        return profile.settle().toMillis() / 1000.0 * (1 + profile.idle().size()) + most / OPENED;
    }

    private double starts(Figure figure) {
        return OURS_STARTS * sides(figure, Peer::isOurs) + PEER_STARTS * sides(figure, peer -> !peer.isOurs());
    }

    private double sides(Figure figure, Predicate<Peer> which) {
        return plan.peers().stream().filter(figure::appliesTo).filter(which).count();
    }
}
