package opencmg.bench.report;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import opencmg.bench.side.Peer;
import org.jspecify.annotations.Nullable;

/** Everything that was measured, by figure, metric and side. Not for several threads. */
public final class Results {

    private final Map<Figure, Map<Metric, Map<Peer, List<Double>>>> values = new EnumMap<>(Figure.class);
    private final List<String> problems = new ArrayList<>();

    /** One round. */
    public void add(Figure figure, Peer peer, Map<Metric, Double> round) {
        round.forEach((metric, value) -> values.computeIfAbsent(figure, new1 -> new EnumMap<>(Metric.class))
                .computeIfAbsent(metric, new2 -> new EnumMap<>(Peer.class))
                .computeIfAbsent(peer, new3 -> new ArrayList<>())
                .add(value));
    }

    /** Something that could not be measured, for people. */
    public void problem(String text) {
        problems.add(text);
    }

    public List<String> problems() {
        return List.copyOf(problems);
    }

    public Set<Figure> figures() {
        return values.isEmpty() ? Set.of() : EnumSet.copyOf(values.keySet());
    }

    /** In the order of {@link Metric}. */
    public Set<Metric> metrics(Figure figure) {
        Map<Metric, Map<Peer, List<Double>>> found = values.getOrDefault(figure, Map.of());
        return found.isEmpty() ? Set.of() : EnumSet.copyOf(found.keySet());
    }

    /** All who have any value, ours first. */
    public Set<Peer> peers() {
        EnumSet<Peer> all = EnumSet.noneOf(Peer.class);
        values.values().forEach(figure -> figure.values().forEach(metric -> all.addAll(metric.keySet())));
        return all;
    }

    public @Nullable Spread spread(Figure figure, Metric metric, Peer peer) {
        List<Double> rounds = values.getOrDefault(figure, Map.of())
                .getOrDefault(metric, Map.of())
                .get(peer);
        return rounds == null ? null : Spread.of(rounds);
    }

    /**
     * Ours over theirs, round by round, because what disturbs the machine disturbs both sides of a round: ratios of several runs agree where their numbers
     * do not. Where a round of one side has failed rounds have no pair, and it is the ratio of medians alone. Null where there is none; peers' starts are
     * told to a look, and one look or two is no ratio.
     */
    public @Nullable Spread ratio(Figure figure, Metric metric, Peer peer) {
        Spread ours = spread(figure, metric, Peer.OPENCMG);
        Spread theirs = spread(figure, metric, peer);
        if (figure == Figure.START
                || ours == null
                || theirs == null
                || theirs.rounds().contains(0.0)) {
            return null;
        }
        int rounds = ours.rounds().size();
        return rounds != theirs.rounds().size()
                ? Spread.of(List.of(ours.median() / theirs.median()))
                : Spread.of(IntStream.range(0, rounds)
                        .mapToObj(round ->
                                ours.rounds().get(round) / theirs.rounds().get(round))
                        .toList());
    }
}
