package opencmg.lab.demo;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import opencmg.lab.chain.LabFile;
import opencmg.lab.http.Ask;
import opencmg.lab.http.Web;
import opencmg.lab.http.WebTrust;

/** Stands for an administrator who sends clients a task, again and again until one that waits has heard it. */
final class Pushes {

    private static final int EVERY_MILLIS = 100;

    private final Vertx vertx;
    private final Web web;
    private final Ask push;
    private final long timer;

    Pushes(Vertx vertx, LabFile lab) {
        this.vertx = vertx;
        this.web = new Web(vertx, WebTrust.in(null));
        this.push = Ask.of("POST", lab.siteServer() + "/site/notify")
                .bearer(lab.siteSecret().reveal())
                .body(
                        "application/json",
                        new JsonObject().put("task", "RequestMachinePolicy").toBuffer());
        this.timer = vertx.setPeriodic(EVERY_MILLIS, this::send);
    }

    /** One that fails is followed by another. */
    private void send(long id) {
        Future<Boolean> heard = web.send(push).map(answer -> answer.json().getInteger("told", 0) > 0);
        heard.onSuccess(yes -> {
            if (yes) {
                vertx.cancelTimer(id);
            }
        });
    }

    void close() {
        vertx.cancelTimer(timer);
        web.close().await();
    }
}
