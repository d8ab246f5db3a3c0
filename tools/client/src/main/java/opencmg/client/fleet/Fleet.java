package opencmg.client.fleet;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import opencmg.certs.CaEnvironment;
import opencmg.certs.IssuedCertificate;
import opencmg.client.http.Web;
import opencmg.client.http.WebTrust;
import opencmg.settings.Secret;

/** A whole run: certificates, enrolment, the steady phase, the figures. Blocks the caller. */
public final class Fleet {

    private static final int ENROL_AT_ONCE = 16;
    private static final int MOST_CONNECTIONS = 128;

    private final Vertx vertx;
    private final FleetPlan order;
    private final CaEnvironment workshop;
    private final Consumer<String> progress;
    private final FleetCounters tally = new FleetCounters();
    private final List<Device> enrolled = new ArrayList<>();
    private final Context loop;
    private int begun;

    /**
     * Nothing happens yet.
     *
     * @param vertx with one event loop: that of the devices
     * @param workshop for certificates that are not there yet
     */
    public Fleet(Vertx vertx, FleetPlan order, CaEnvironment workshop, Consumer<String> progress) {
        this.vertx = vertx;
        this.order = order;
        this.workshop = workshop;
        this.progress = progress;
        this.loop = vertx.getOrCreateContext();
    }

    /** @throws IllegalStateException when no device could be enrolled */
    public FleetSummary run() throws IOException {
        List<IssuedCertificate> identities =
                new Identities(order.directory(), workshop, progress).first(order.devices());
        Web work = Web.wide(vertx, WebTrust.in(order.roots()), MOST_CONNECTIONS);
        Web waiting = Web.wide(vertx, WebTrust.in(order.roots()), order.devices());
        DeviceRequests post = new DeviceRequests(vertx, work, order, workshop.clock());
        Notifications notifications = new Notifications(vertx, waiting, order, tally);
        try {
            Duration enrolment = enrol(identities, post, notifications);
            if (enrolled.isEmpty()) {
                throw new IllegalStateException("no device could be enrolled: " + tally.failures());
            }
            long heapBefore = heapMiB();
            watch(
                    () -> new Pacer(vertx, new DeviceTasks(post), tally, enrolled, mix(), order).run(),
                    "running, " + enrolled.size() + " devices");
            int open = onLoop(() -> Future.succeededFuture(tally.waiting())).await();
            FleetSummary summary =
                    new FleetSummary(order, enrolled.size(), enrolment, tally, open, heapBefore, heapMiB());
            notifications.end();
            return summary;
        } finally {
            waiting.close().eventually(work::close).await();
        }
    }

    private List<DeviceWork> mix() {
        return order.supRole().isEmpty()
                ? DeviceWork.mix().stream()
                        .filter(work -> work != DeviceWork.UPDATES)
                        .toList()
                : DeviceWork.mix();
    }

    private Duration enrol(List<IssuedCertificate> identities, DeviceRequests post, Notifications notifications) {
        long start = System.nanoTime();
        Secret token = post.exchangeToken(order.registrationToken()).await();
        Enrolment enrolment = new Enrolment(vertx, post, token);
        watch(
                () -> {
                    Iterator<IssuedCertificate> rest = identities.iterator();
                    List<Future<Void>> lanes = new ArrayList<>();
                    for (int lane = 0; lane < ENROL_AT_ONCE; lane++) {
                        Promise<Void> end = Promise.promise();
                        lanes.add(end.future());
                        next(rest, enrolment, notifications, end);
                    }
                    return Future.all(lanes).mapEmpty();
                },
                "enrolling");
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private void next(
            Iterator<IssuedCertificate> rest, Enrolment enrolment, Notifications notifications, Promise<Void> end) {
        if (!rest.hasNext()) {
            end.complete();
            return;
        }
        Device device = new Device(++begun, rest.next());
        enrolment.enrol(device).onComplete(done -> {
            if (done.succeeded()) {
                enrolled.add(device);
                notifications.listen(device);
            } else {
                tally.failed(done.cause());
            }
            next(rest, enrolment, notifications, end);
        });
    }

    /** Starts it on the loop and tells every second how far it is. */
    private void watch(Supplier<Future<Void>> phase, String name) {
        Future<Void> end = onLoop(phase);
        while (!end.isComplete()) {
            vertx.timer(1, TimeUnit.SECONDS).await();
            progress.accept(
                    name + ": " + onLoop(() -> Future.succeededFuture(state())).await());
        }
        end.await();
    }

    private String state() {
        return enrolled.size() + " of " + order.devices() + " enrolled, " + tally.allDone() + " done, "
                + tally.allFailed() + " failed, " + tally.waiting() + " in long polls, heap " + usedMiB() + " MiB";
    }

    private <T> Future<T> onLoop(Supplier<Future<T>> action) {
        Promise<T> result = Promise.promise();
        loop.runOnContext(now -> {
            try {
                action.get().onComplete(result);
            } catch (RuntimeException e) {
                result.fail(e);
            }
        });
        return result.future();
    }

    /** After a collection, so that two figures can be compared. */
    private static long heapMiB() {
        System.gc();
        return usedMiB();
    }

    private static long usedMiB() {
        Runtime runtime = Runtime.getRuntime();
        return (runtime.totalMemory() - runtime.freeMemory()) >> 20;
    }
}
