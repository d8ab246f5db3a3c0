package opencmg.client.fleet;

import io.vertx.core.Vertx;
import opencmg.client.http.Web;
import opencmg.client.http.WebRequest;

/** Keeps every device in a long poll, as the notification agent of a client on the internet does. */
final class Notifications {

    /** Longer than any server lets a client wait. */
    private static final int PATIENCE_SECONDS = 300;

    private static final int AFTER_FAILURE_MILLIS = 2000;

    private final Vertx vertx;
    private final Web web;
    private final FleetPlan order;
    private final FleetCounters tally;
    private volatile boolean ending;

    Notifications(Vertx vertx, Web web, FleetPlan order, FleetCounters tally) {
        this.vertx = vertx;
        this.web = web;
        this.order = order;
        this.tally = tally;
    }

    /** From now on, until {@link #end}. */
    void listen(Device device) {
        if (ending) {
            return;
        }
        tally.pollBegins();
        WebRequest poll = WebRequest.get(order.mp("/bgb/handler.ashx?RequestType=Continue"))
                .bearer(device.access().reveal())
                .within(PATIENCE_SECONDS);
        DeviceRequests.send(web, poll).onComplete(ended -> {
            tally.pollEnds(ended.succeeded());
            if (ended.succeeded()) {
                listen(device);
            } else if (!ending) {
                tally.failed(ended.cause());
                vertx.setTimer(AFTER_FAILURE_MILLIS, later -> listen(device));
            }
        });
    }

    /** From any thread: no poll is begun again; those that wait are ended by closing their connections. */
    void end() {
        ending = true;
    }
}
