package opencmg.client.fleet;

import io.vertx.core.Vertx;
import opencmg.client.http.Web;
import opencmg.client.http.WebRequest;

/** Keeps every device in a long poll, as the notification agent of a client on the internet does. */
final class Notifications {

    /** Longer than any server lets a client wait. */
    private static final int TIMEOUT_SECONDS = 300;

    private static final int RETRY_MILLIS = 2000;

    private final Vertx vertx;
    private final Web web;
    private final FleetPlan plan;
    private final FleetCounters counters;
    private volatile boolean stopped;

    Notifications(Vertx vertx, Web web, FleetPlan plan, FleetCounters counters) {
        this.vertx = vertx;
        this.web = web;
        this.plan = plan;
        this.counters = counters;
    }

    /** From now on, until {@link #end}. */
    void listen(Device device) {
        if (stopped) {
            return;
        }
        counters.pollBegins();
        WebRequest poll = WebRequest.get(plan.mp("/bgb/handler.ashx?RequestType=Continue"))
                .bearer(device.accessToken().reveal())
                .timeout(TIMEOUT_SECONDS);
        DeviceRequests.send(web, poll).onComplete(ended -> {
            counters.pollEnds(ended.succeeded());
            if (ended.succeeded()) {
                listen(device);
            } else if (!stopped) {
                counters.failed(ended.cause());
                vertx.setTimer(RETRY_MILLIS, later -> listen(device));
            }
        });
    }

    /** From any thread: no poll is begun again; those that wait are ended by closing their connections. */
    void end() {
        stopped = true;
    }
}
