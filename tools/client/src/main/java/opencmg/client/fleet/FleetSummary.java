package opencmg.client.fleet;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The result of a run.
 *
 * @param enrolled number of enrolled devices
 * @param enrolment duration of the enrolment
 * @param waiting number of devices in a long poll at the end
 * @param heapBefore heap of this process after enrolment, MiB
 * @param heapAfter heap at the end, MiB
 */
public record FleetSummary(
        FleetPlan plan,
        int enrolled,
        Duration enrolment,
        FleetCounters counters,
        int waiting,
        long heapBefore,
        long heapAfter) {

    /** Whether all devices enrolled and all work succeeded. */
    public boolean isSuccessful() {
        return counters.allFailed() == 0 && counters.skippedCount() == 0 && enrolled == plan.devices();
    }

    /** The result as text. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%d of %d devices enrolled in %.1f s; %.0f s at %.1f requests a second",
                enrolled,
                plan.devices(),
                seconds(enrolment),
                seconds(plan.duration()),
                plan.rate()));
        lines.add(String.format(
                Locale.ROOT, "  %-18s %9s %7s %9s %9s %9s", "", "answered", "failed", "p50 ms", "p99 ms", "max ms"));
        for (DeviceWork work : DeviceWork.values()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "  %-18s %9d %7d %9.1f %9.1f %9.1f",
                    work.text(),
                    counters.done(work),
                    counters.failed(work),
                    counters.percentileMillis(work, 50),
                    counters.percentileMillis(work, 99),
                    counters.percentileMillis(work, 100)));
        }
        lines.add(String.format(
                Locale.ROOT, "  %-18s %9d answered, %d waiting at the end", "long polls", counters.polls(), waiting));
        lines.add(String.format(
                Locale.ROOT,
                "  %.1f MiB received; heap of this process %d MiB after enrolment, %d MiB at the end",
                counters.bytes() / 1048576.0,
                heapBefore,
                heapAfter));
        if (counters.skippedCount() > 0) {
            lines.add("  left out: " + counters.skippedCount()
                    + ", since too much was under way; the rate is too high for this chain");
        }
        counters.failures()
                .forEach((kind, count) -> lines.add("  failed: " + count + " x " + kind.code()
                        + (kind.hop().isEmpty() ? "" : " at hop " + kind.hop())));
        return lines;
    }

    /** The result as JSON. */
    public JsonObject toJson() {
        JsonArray works = new JsonArray();
        for (DeviceWork work : DeviceWork.values()) {
            works.add(new JsonObject()
                    .put("work", work.name().toLowerCase(Locale.ROOT))
                    .put("answered", counters.done(work))
                    .put("failed", counters.failed(work))
                    .put("p50Millis", counters.percentileMillis(work, 50))
                    .put("p99Millis", counters.percentileMillis(work, 99))
                    .put("maxMillis", counters.percentileMillis(work, 100)));
        }
        JsonArray failures = new JsonArray();
        counters.failures()
                .forEach((kind, count) -> failures.add(new JsonObject()
                        .put("code", kind.code())
                        .put("hop", kind.hop())
                        .put("count", count)));
        return new JsonObject()
                .put("devices", plan.devices())
                .put("enrolled", enrolled)
                .put("enrolmentSeconds", seconds(enrolment))
                .put("seconds", seconds(plan.duration()))
                .put("rate", plan.rate())
                .put("work", works)
                .put("leftOut", counters.skippedCount())
                .put(
                        "longPolls",
                        new JsonObject().put("answered", counters.polls()).put("waiting", waiting))
                .put("bytes", counters.bytes())
                .put("failures", failures)
                .put("heapMiB", new JsonObject().put("before", heapBefore).put("after", heapAfter));
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1000.0;
    }
}
