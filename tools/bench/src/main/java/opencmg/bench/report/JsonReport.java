package opencmg.bench.report;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import opencmg.bench.side.Peer;

/** The result for programs: every round of every metric, with names that do not change. */
public final class JsonReport {

    private JsonReport() {}

    public static JsonObject of(BenchReport report) {
        JsonObject machine = new JsonObject();
        report.machine().facts().forEach(machine::put);
        return new JsonObject()
                .put("machine", machine)
                .put("settings", report.settings())
                .put("values", values(report.results()))
                .put("goals", goals(report))
                .put("problems", new JsonArray(report.results().problems()));
    }

    private static JsonArray values(Results results) {
        JsonArray values = new JsonArray();
        for (Figure figure : results.figures()) {
            for (Metric metric : results.metrics(figure)) {
                for (Peer peer : results.peers()) {
                    Spread spread = results.spread(figure, metric, peer);
                    if (spread != null) {
                        JsonObject value = value(figure, metric, peer, spread);
                        Spread ratio = peer == Peer.OPENCMG ? null : results.ratio(figure, metric, peer);
                        values.add(ratio == null ? value : value.put("ratio", numbers(ratio)));
                    }
                }
            }
        }
        return values;
    }

    private static JsonObject value(Figure figure, Metric metric, Peer peer, Spread spread) {
        return new JsonObject()
                .put("figure", figure.option())
                .put("metric", metric.text())
                .put("side", peer.text())
                .mergeIn(numbers(spread));
    }

    private static JsonObject numbers(Spread spread) {
        return new JsonObject()
                .put("median", spread.median())
                .put("least", spread.min())
                .put("most", spread.max())
                .put("rounds", new JsonArray(spread.rounds()));
    }

    private static JsonArray goals(BenchReport report) {
        JsonArray goals = new JsonArray();
        for (Goal.Verdict verdict : report.verdicts()) {
            goals.add(new JsonObject()
                    .put("goal", verdict.text())
                    .put("measured", verdict.value())
                    .put("wanted", verdict.wanted())
                    .put("met", verdict.met())
                    .put("rounds", verdict.rounds()));
        }
        return goals;
    }
}
