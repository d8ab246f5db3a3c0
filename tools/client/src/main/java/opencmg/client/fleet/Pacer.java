package opencmg.client.fleet;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Begins work at a fixed rate, whether or not earlier work has been answered; times count from the moment when the work was due. So a chain that stands
 * still shows in the figures of everybody who would have come meanwhile.
 */
final class Pacer {

    private static final int TICK_MILLIS = 5;
    private static final int LEAST_UNDER_WAY = 64;
    private static final int SECONDS_UNDER_WAY = 10;

    private final Vertx vertx;
    private final DeviceTasks chores;
    private final FleetCounters tally;
    private final List<Device> devices;
    private final List<DeviceWork> mix;
    private final double rate;
    private final long end;
    private final Promise<Void> done = Promise.promise();
    private final long start = System.nanoTime();
    private long begun;
    private int underWay;

    /** @param mix taken over and over in this order */
    Pacer(
            Vertx vertx,
            DeviceTasks chores,
            FleetCounters tally,
            List<Device> devices,
            List<DeviceWork> mix,
            FleetPlan order) {
        this.vertx = vertx;
        this.chores = chores;
        this.tally = tally;
        this.devices = devices;
        this.mix = mix;
        this.rate = order.rate();
        this.end = start + order.duration().toNanos();
    }

    /** Call on the event loop. Succeeds when the time is over and the last work has ended in one way or another. */
    Future<Void> run() {
        vertx.setPeriodic(TICK_MILLIS, this::tick);
        return done.future();
    }

    private void tick(long timer) {
        long now = Math.min(System.nanoTime(), end);
        while (dueAt(begun) <= now && begun < (end - start) / 1e9 * rate) {
            begin(dueAt(begun));
            begun++;
        }
        if (now >= end) {
            vertx.cancelTimer(timer);
            endWhenIdle();
        }
    }

    private long dueAt(long number) {
        return start + (long) (number / rate * TimeUnit.SECONDS.toNanos(1));
    }

    private void begin(long due) {
        if (underWay >= LEAST_UNDER_WAY + rate * SECONDS_UNDER_WAY) {
            tally.heldBack();
            return;
        }
        DeviceWork work = mix.get((int) (begun % mix.size()));
        Device device = devices.get((int) (begun % devices.size()));
        underWay++;
        chores.perform(work, device).onComplete(ended -> {
            underWay--;
            if (ended.succeeded()) {
                tally.done(work, System.nanoTime() - due, ended.result());
            } else {
                tally.failed(work, ended.cause());
            }
            endWhenIdle();
        });
    }

    private void endWhenIdle() {
        if (underWay == 0 && System.nanoTime() >= end) {
            done.tryComplete();
        }
    }
}
