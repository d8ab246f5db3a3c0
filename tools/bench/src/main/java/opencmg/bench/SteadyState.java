package opencmg.bench;

import java.util.List;

/** Whether something that warms up has come to its end: the last rates differ by little. */
final class SteadyState {

    private static final int LOOKED_AT = 3;
    private static final double LITTLE = 0.05;

    private SteadyState() {}

    static boolean reached(List<Double> rates) {
        if (rates.size() < LOOKED_AT) {
            return false;
        }
        List<Double> last = rates.subList(rates.size() - LOOKED_AT, rates.size());
        double most = last.stream().mapToDouble(Double::doubleValue).max().orElse(0);
        double least = last.stream().mapToDouble(Double::doubleValue).min().orElse(0);
        return most > 0 && (most - least) / most <= LITTLE;
    }
}
