package opencmg.bench;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import opencmg.bench.report.Figure;
import opencmg.bench.side.Peer;

/**
 * How thoroughly a run measures, which decides how long it takes.
 *
 * @param rounds of each figure; the median of them counts
 * @param fewer rounds than that for these figures
 * @param slice of each side within a round
 * @param longSlice the same where it takes a while: until a queue shows at a fixed rate, until a JVM has touched the memory of its work
 * @param warmUp at most, until the rate of our JVMs is steady
 * @param siteWarmUp the same for the mock site, whose figure is its own
 * @param peersStartAnew whether peers start anew before each of their rounds
 * @param idle numbers of idle connections, rising
 * @param settle before a look at memory
 * @param archive whether to write the archive of classes where it is missing
 */
public record BenchProfile(
        int rounds,
        Map<Figure, Integer> fewerRounds,
        Duration slice,
        Duration longSlice,
        Duration warmUp,
        Duration siteWarmUp,
        boolean restartsPeers,
        List<Integer> idle,
        Duration settle,
        boolean archive) {

    /** Rounds: sides start anew, which takes longer than to measure, and this varies little. */
    private static final int MAX_MEMORY_ROUNDS = 3;

    /** Under 20 minutes for all figures and all peers on two cores. */
    public static final BenchProfile FULL = new BenchProfile(
            5,
            Map.of(Figure.MEMORY, MAX_MEMORY_ROUNDS),
            Duration.ofSeconds(3),
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            true,
            List.of(1_000, 10_000),
            Duration.ofSeconds(2),
            true);

    /** All figures in 2 minutes, and rough. A JVM needs the 16 s: after 6 it does a third of what it can. */
    public static final BenchProfile QUICK = new BenchProfile(
            1,
            Map.of(),
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(16),
            Duration.ofSeconds(3),
            false,
            List.of(1_000),
            Duration.ofMillis(500),
            false);

    int rounds(Figure figure) {
        return Math.min(rounds, fewerRounds.getOrDefault(figure, rounds));
    }

    /** How long one side is loaded in one round. */
    Duration slice(Figure figure) {
        return figure == Figure.LATENCY || figure == Figure.MEMORY ? longSlice : slice;
    }

    /** Whether ours has a slice that does not count before the rounds of a figure, which warms the code of that figure. */
    boolean warms(Figure figure) {
        return switch (figure) {
            case MEMORY, START, REGISTRATIONS -> false;
            // What they send has just warmed our side.
            case REQUESTS, AUTHENTICATION -> restartsPeers;
            default -> true;
        };
    }

    /**
     * Whether that side starts anew before each round of a figure. A start decides for as long as a peer runs how its threads share connections: 1 MiB
     * downloads of two runs of haproxy were 527 and 658 MB/s, and hardly moved within each. That belongs into the range of the rounds. Ours would have to be
     * warmed again for half a minute.
     */
    boolean restarts(Figure figure, Peer peer) {
        return restartsPeers
                && !peer.isOurs()
                && switch (figure) {
                    case MEMORY, START, REGISTRATIONS -> false; // which start by themselves, or once
                    default -> true;
                };
    }

    /** With that number of rounds for all figures; memory has not more than 3. */
    public BenchProfile withRounds(int count) {
        return new BenchProfile(
                count,
                Map.of(Figure.MEMORY, Math.min(MAX_MEMORY_ROUNDS, count)),
                slice,
                longSlice,
                warmUp,
                siteWarmUp,
                restartsPeers,
                idle,
                settle,
                archive);
    }

    /** With slices of another length, the longer ones longer by as much as before. */
    public BenchProfile withSlice(Duration length) {
        return new BenchProfile(
                rounds,
                fewerRounds,
                length,
                longSlice.plus(length).minus(slice),
                warmUp,
                siteWarmUp,
                restartsPeers,
                idle,
                settle,
                archive);
    }
}
