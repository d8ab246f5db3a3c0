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

/** A run of a fleet: certificates, enrolment, the steady phase, the summary. Blocks the caller. */
public final class Fleet {

    private static final int CONCURRENT_ENROLMENTS = 16;
    private static final int MAX_CONNECTIONS = 128;

    private final Vertx vertx;
    private final FleetPlan plan;
    private final CaEnvironment environment;
    private final Consumer<String> progress;
    private final FleetCounters counters = new FleetCounters();
    private final List<Device> enrolled = new ArrayList<>();
    private final Context loop;
    private int started;

    /**
     * @param vertx with one event loop, which runs all devices
     * @param environment to issue missing certificates
     */
    public Fleet(Vertx vertx, FleetPlan plan, CaEnvironment environment, Consumer<String> progress) {
        this.vertx = vertx;
        this.plan = plan;
        this.environment = environment;
        this.progress = progress;
        this.loop = vertx.getOrCreateContext();
    }

    /** @throws IllegalStateException if no device could be enrolled */
    public FleetSummary run() throws IOException {
        List<IssuedCertificate> identities =
                new Identities(plan.directory(), environment, progress).load(plan.devices());
        Web workWeb = Web.pooled(vertx, WebTrust.of(plan.roots()), MAX_CONNECTIONS);
        Web pollWeb = Web.pooled(vertx, WebTrust.of(plan.roots()), plan.devices());
        DeviceRequests requests = new DeviceRequests(vertx, workWeb, plan, environment.clock());
        Notifications notifications = new Notifications(vertx, pollWeb, plan, counters);
        try {
            Duration enrolment = enrol(identities, requests, notifications);
            if (enrolled.isEmpty()) {
                throw new IllegalStateException("no device could be enrolled: " + counters.failures());
            }
            long heapBefore = heapAfterGcMiB();
            runWithProgress(
                    () -> new Pacer(vertx, new DeviceTasks(requests), counters, enrolled, mix(), plan).run(),
                    "running, " + enrolled.size() + " devices");
            int open = onLoop(() -> Future.succeededFuture(counters.waiting())).await();
            FleetSummary summary =
                    new FleetSummary(plan, enrolled.size(), enrolment, counters, open, heapBefore, heapAfterGcMiB());
            notifications.stop();
            return summary;
        } finally {
            pollWeb.close().eventually(workWeb::close).await();
        }
    }

    private List<DeviceWork> mix() {
        return plan.supRole().isEmpty()
                ? DeviceWork.mix().stream()
                        .filter(work -> work != DeviceWork.UPDATES)
                        .toList()
                : DeviceWork.mix();
    }

    private Duration enrol(List<IssuedCertificate> identities, DeviceRequests requests, Notifications notifications) {
        long start = System.nanoTime();
        Secret token = requests.exchangeToken(plan.registrationToken()).await();
        Enrolment enrolment = new Enrolment(vertx, requests, token);
        runWithProgress(
                () -> {
                    Iterator<IssuedCertificate> remaining = identities.iterator();
                    List<Future<Void>> lanes = new ArrayList<>();
                    for (int lane = 0; lane < CONCURRENT_ENROLMENTS; lane++) {
                        Promise<Void> end = Promise.promise();
                        lanes.add(end.future());
                        enrolNext(remaining, enrolment, notifications, end);
                    }
                    return Future.all(lanes).mapEmpty();
                },
                "enrolling");
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private void enrolNext(
            Iterator<IssuedCertificate> remaining,
            Enrolment enrolment,
            Notifications notifications,
            Promise<Void> end) {
        if (!remaining.hasNext()) {
            end.complete();
            return;
        }
        Device device = new Device(++started, remaining.next());
        enrolment.enrol(device).onComplete(done -> {
            if (done.succeeded()) {
                enrolled.add(device);
                notifications.poll(device);
            } else {
                counters.failed(done.cause());
            }
            enrolNext(remaining, enrolment, notifications, end);
        });
    }

    /** Runs a phase on the event loop and reports the progress every second. */
    private void runWithProgress(Supplier<Future<Void>> phase, String name) {
        Future<Void> end = onLoop(phase);
        while (!end.isComplete()) {
            vertx.timer(1, TimeUnit.SECONDS).await();
            progress.accept(name + ": "
                    + onLoop(() -> Future.succeededFuture(progressLine())).await());
        }
        end.await();
    }

    private String progressLine() {
        return enrolled.size() + " of " + plan.devices() + " enrolled, " + counters.allDone() + " done, "
                + counters.allFailed() + " failed, " + counters.waiting() + " in long polls, heap " + usedMiB()
                + " MiB";
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

    /** Heap use after a garbage collection, so that two values can be compared. */
    private static long heapAfterGcMiB() {
        System.gc();
        return usedMiB();
    }

    private static long usedMiB() {
        Runtime runtime = Runtime.getRuntime();
        return (runtime.totalMemory() - runtime.freeMemory()) >> 20;
    }
}
