package opencmg.bench.report;

import java.util.Comparator;
import java.util.List;
import opencmg.bench.side.Peer;
import org.jspecify.annotations.Nullable;

/**
 * What the project wants to reach. With peers it is a ratio to the best of them within one run, without it is a number.
 *
 * @param on17 on runtimes before 25
 * @param on25 on runtimes from 25 on
 */
public record Goal(Figure figure, Metric metric, List<Peer> peers, double on17, double on25) {

    /** A median of fewer is no verdict without a word of caution. */
    private static final int MIN_ROUNDS = 5;

    private static final List<Peer> HAPROXY = List.of(Peer.HAPROXY);
    private static final List<Peer> NGINX = List.of(Peer.NGINX);
    private static final List<Peer> EITHER = List.of(Peer.HAPROXY, Peer.NGINX);

    /** All of them. */
    public static final List<Goal> ALL = List.of(
            new Goal(Figure.REQUESTS, Metric.REQUESTS, HAPROXY, 0.95, 1.1),
            new Goal(Figure.REQUESTS, Metric.REQUESTS, NGINX, 1.3, 1.5),
            new Goal(Figure.REQUESTS, Metric.REQUESTS, List.of(Peer.NGINX_SSH), 1.5, 1.5),
            new Goal(Figure.REQUESTS, Metric.CPU, HAPROXY, 1.1, 0.95),
            new Goal(Figure.DOWNLOAD_1M, Metric.MEGABYTES, EITHER, 0.9, 1.0),
            new Goal(Figure.UPLOAD_1M, Metric.MEGABYTES, EITHER, 0.9, 1.0),
            new Goal(Figure.LATENCY, Metric.P99, HAPROXY, 1.3, 1.1),
            new Goal(Figure.HANDSHAKES_CERTIFICATE, Metric.CONNECTIONS, NGINX, 0.9, 0.9),
            new Goal(Figure.AUTHENTICATION, Metric.AUTHENTICATION_SHARE, List.of(), 5, 5),
            new Goal(Figure.REGISTRATIONS, Metric.REGISTRATIONS, List.of(), 300, 300),
            new Goal(Figure.MEMORY, Metric.KIB_AT_10000, List.of(), 24, 24),
            new Goal(Figure.MEMORY, Metric.EDGE_MIB, List.of(), 512, 512),
            new Goal(Figure.START, Metric.START, List.of(), 2000, 2000));

    /**
     * How it stands.
     *
     * @param text the goal for people
     * @param value what was measured, a ratio or a number
     * @param wanted the same of the goal
     * @param rounds of which the value is the median; of the side that had fewer
     */
    public record Verdict(String text, double value, double wanted, boolean met, int rounds) {

        /** A caveat when there were too few rounds for a median; empty otherwise. */
        public String caution() {
            return rounds >= MIN_ROUNDS ? "" : rounds == 1 ? "rough: 1 round" : "rough: " + rounds + " rounds";
        }
    }

    /** Null when what it speaks of was not measured. */
    public @Nullable Verdict verdict(Results results, int javaFeature) {
        double wanted = javaFeature >= 25 ? on25 : on17;
        Double value;
        String against = "";
        int rounds = rounds(results, Peer.OPENCMG);
        if (peers.isEmpty()) {
            Spread ours = results.spread(figure, metric, Peer.OPENCMG);
            value = ours == null ? null : ours.median();
        } else {
            Peer best = best(results);
            Spread ratio = best == null ? null : results.ratio(figure, metric, best);
            value = ratio == null ? null : ratio.median();
            against = best == null ? "" : ", against " + best.text();
            rounds = best == null ? 0 : Math.min(rounds, rounds(results, best));
        }
        if (value == null) {
            return null;
        }
        boolean met = metric.higherIsBetter() ? value >= wanted : value <= wanted;
        return new Verdict(figure.title() + ": " + metric.text() + against, value, wanted, met, rounds);
    }

    private @Nullable Peer best(Results results) {
        Comparator<Peer> rising = Comparator.comparingDouble(peer -> median(results, peer));
        return peers.stream()
                .filter(peer -> results.spread(figure, metric, peer) != null)
                .max(metric.higherIsBetter() ? rising : rising.reversed())
                .orElse(null);
    }

    private int rounds(Results results, Peer peer) {
        Spread spread = results.spread(figure, metric, peer);
        return spread == null ? 0 : spread.rounds().size();
    }

    private double median(Results results, Peer peer) {
        Spread spread = results.spread(figure, metric, peer);
        return spread == null ? 0 : spread.median();
    }
}
