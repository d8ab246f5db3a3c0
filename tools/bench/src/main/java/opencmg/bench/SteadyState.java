package opencmg.bench;

import java.util.List;

/** Whether something that warms up has come to its end: the last rates differ by little. */
final class SteadyState {

    private static final int SAMPLES = 3;
    private static final double TOLERANCE = 0.05;

    private SteadyState() {}

    static boolean reached(List<Double> rates) {
        if (rates.size() < SAMPLES) {
            return false;
        }
        List<Double> recent = rates.subList(rates.size() - SAMPLES, rates.size());
        double max = recent.stream().mapToDouble(Double::doubleValue).max().orElse(0);
        double min = recent.stream().mapToDouble(Double::doubleValue).min().orElse(0);
        return max > 0 && (max - min) / max <= TOLERANCE;
    }
}
