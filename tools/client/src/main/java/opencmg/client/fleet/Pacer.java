package opencmg.client.fleet;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Starts work at a fixed rate, independent of responses (an open workload). A latency counts from the time at which the work was due, so a stalled chain
 * shows in the latencies of all work that became due in the meantime.
 */
final class Pacer {

    private static final int TICK_MILLIS = 5;
    private static final int MIN_IN_FLIGHT_LIMIT = 64;
    private static final int IN_FLIGHT_SECONDS = 10;

    private final Vertx vertx;
    private final DeviceTasks tasks;
    private final FleetCounters counters;
    private final List<Device> devices;
    private final List<DeviceWork> mix;
    private final double rate;
    private final double maxInFlight;
    private final long end;
    private final Promise<Void> done = Promise.promise();
    private final long start = System.nanoTime();
    private long started;
    private int inFlight;

    /** @param mix repeated in this order */
    Pacer(
            Vertx vertx,
            DeviceTasks tasks,
            FleetCounters counters,
            List<Device> devices,
            List<DeviceWork> mix,
            FleetPlan plan) {
        this.vertx = vertx;
        this.tasks = tasks;
        this.counters = counters;
        this.devices = devices;
        this.mix = mix;
        this.rate = plan.rate();
        this.maxInFlight = MIN_IN_FLIGHT_LIMIT + rate * IN_FLIGHT_SECONDS;
        this.end = start + plan.duration().toNanos();
    }

    /** Must run on the event loop. Succeeds when the duration is over and all work has succeeded or failed. */
    Future<Void> run() {
        vertx.setPeriodic(TICK_MILLIS, this::tick);
        return done.future();
    }

    private void tick(long timer) {
        long now = Math.min(System.nanoTime(), end);
        while (dueAt(started) <= now && started < (end - start) / 1e9 * rate) {
            start(dueAt(started));
            started++;
        }
        if (now >= end) {
            vertx.cancelTimer(timer);
            completeWhenIdle();
        }
    }

    private long dueAt(long number) {
        return start + (long) (number / rate * TimeUnit.SECONDS.toNanos(1));
    }

    private void start(long due) {
        if (inFlight >= maxInFlight) {
            counters.skip();
            return;
        }
        DeviceWork work = mix.get((int) (started % mix.size()));
        Device device = devices.get((int) (started % devices.size()));
        inFlight++;
        tasks.perform(work, device).onComplete(ended -> {
            inFlight--;
            if (ended.succeeded()) {
                counters.done(work, System.nanoTime() - due, ended.result());
            } else {
                counters.failed(work, ended.cause());
            }
            completeWhenIdle();
        });
    }

    private void completeWhenIdle() {
        if (inFlight == 0 && System.nanoTime() >= end) {
            done.tryComplete();
        }
    }
}
