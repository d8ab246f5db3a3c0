package opencmg.lab;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.TimeUnit;
import opencmg.client.http.NoResponseException;
import opencmg.client.http.Web;
import opencmg.client.http.WebRequest;
import opencmg.client.http.WebResponse;

/** Waits until every admin face says that its part is ready. */
final class Readiness {

    private static final int PAUSE_MILLIS = 40;

    private final Vertx vertx;
    private final Web web;

    Readiness(Vertx vertx, Web web) {
        this.vertx = vertx;
        this.web = web;
    }

    /** @throws IllegalStateException naming the face that was not ready in time and its reason */
    void await(List<String> adminFaces, int seconds) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        Future.all(adminFaces.stream().map(face -> ready(face, deadline)).toList())
                .<Void>mapEmpty()
                .await();
    }

    private Future<Void> ready(String face, long deadline) {
        return web.send(WebRequest.get(face + "/ready"))
                .map(Readiness::verdict)
                .recover(cause -> cause instanceof NoResponseException
                        ? Future.succeededFuture(cause.getMessage())
                        : Future.failedFuture(cause))
                .compose(verdict -> {
                    if (verdict.isEmpty()) {
                        return Future.succeededFuture();
                    }
                    return System.nanoTime() > deadline
                            ? Future.failedFuture(new IllegalStateException(face + " is not ready: " + verdict))
                            : vertx.timer(PAUSE_MILLIS).compose(later -> ready(face, deadline));
                });
    }

    /** Empty when it is ready. */
    private static String verdict(WebResponse answer) {
        return answer.ok()
                ? ""
                : answer.status() + " " + answer.body().toString().strip();
    }
}
