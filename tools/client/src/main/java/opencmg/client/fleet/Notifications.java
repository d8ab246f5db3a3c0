package opencmg.client.fleet;

import io.vertx.core.Vertx;
import opencmg.client.http.Web;
import opencmg.client.http.WebRequest;

/** Keeps every device in a long poll, as the notification agent of a client on the internet does. */
final class Notifications {

    /** Longer than any server holds a long poll. */
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

    /** Polls for a device until {@link #stop}. */
    void poll(Device device) {
        if (stopped) {
            return;
        }
        counters.pollStarted();
        WebRequest request = WebRequest.get(plan.mpUrl("/bgb/handler.ashx?RequestType=Continue"))
                .bearer(device.accessToken().reveal())
                .timeout(TIMEOUT_SECONDS);
        DeviceRequests.send(web, request).onComplete(ended -> {
            counters.pollEnded(ended.succeeded());
            if (ended.succeeded()) {
                poll(device);
            } else if (!stopped) {
                counters.failed(ended.cause());
                vertx.setTimer(RETRY_MILLIS, later -> poll(device));
            }
        });
    }

    /** Stops starting polls; closing the connections ends the pending ones. Any thread. */
    void stop() {
        stopped = true;
    }
}
