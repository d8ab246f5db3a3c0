package opencmg.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import opencmg.bench.report.Metric;
import opencmg.bench.side.Side;

/** What is done to one side in one round. */
@FunctionalInterface
interface Measurement {

    /**
     * Blocks for about that time.
     *
     * @throws IllegalStateException when the side did not do what was asked, which makes the numbers void
     */
    Map<Metric, Double> measure(Side side, Duration slice) throws IOException, InterruptedException;
}
