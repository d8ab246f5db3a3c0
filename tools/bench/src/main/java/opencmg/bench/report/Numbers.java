package opencmg.bench.report;

import java.util.Locale;

/** Numbers for people: three or more digits that mean something, no more. */
final class Numbers {

    private Numbers() {}

    static String text(double value) {
        double size = Math.abs(value);
        String pattern = size >= 1000 ? "%,.0f" : size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, pattern, value);
    }

    static String range(Spread spread) {
        return text(spread.min()) + "-" + text(spread.max());
    }
}
