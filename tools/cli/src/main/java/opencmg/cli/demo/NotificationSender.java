package opencmg.cli.demo;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import opencmg.client.descriptor.LabFile;
import opencmg.client.http.Web;
import opencmg.client.http.WebRequest;
import opencmg.client.http.WebTrust;

/** Plays an administrator who sends a task again and again until a waiting client has received it. */
final class NotificationSender {

    private static final int EVERY_MILLIS = 100;

    private final Vertx vertx;
    private final Web web;
    private final WebRequest push;
    private final long timer;

    NotificationSender(Vertx vertx, LabFile lab) {
        this.vertx = vertx;
        this.web = new Web(vertx, WebTrust.of(null));
        this.push = WebRequest.of("POST", lab.siteServer() + "/site/notify")
                .bearer(lab.siteSecret().reveal())
                .body(
                        "application/json",
                        new JsonObject().put("task", "RequestMachinePolicy").toBuffer());
        this.timer = vertx.setPeriodic(EVERY_MILLIS, this::send);
    }

    /** A failed request is repeated by the timer. */
    private void send(long id) {
        Future<Boolean> received =
                web.send(push).map(response -> response.json().getInteger("told", 0) > 0);
        received.onSuccess(isReceived -> {
            if (isReceived) {
                vertx.cancelTimer(id);
            }
        });
    }

    void close() {
        vertx.cancelTimer(timer);
        web.close().await();
    }
}
