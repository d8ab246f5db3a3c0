package opencmg.bench.report;

import java.util.List;

/**
 * Values of several rounds.
 *
 * @param median the middle one, or the mean of the two in the middle
 */
public record Spread(double median, double min, double max, List<Double> rounds) {

    /** @param rounds at least one, in the order in which they were measured */
    public static Spread of(List<Double> rounds) {
        if (rounds.isEmpty()) {
            throw new IllegalArgumentException("no rounds");
        }
        List<Double> sorted = rounds.stream().sorted().toList();
        int half = sorted.size() / 2;
        double median = sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
        return new Spread(median, sorted.get(0), sorted.get(sorted.size() - 1), List.copyOf(rounds));
    }
}
