package opencmg.lab;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.TimeUnit;
import opencmg.client.http.NoResponseException;
import opencmg.client.http.Web;
import opencmg.client.http.WebRequest;
import opencmg.client.http.WebResponse;

/** Waits until the admin server of every part reports that the part is ready. */
final class Readiness {

    private static final int POLL_MILLIS = 40;

    private final Vertx vertx;
    private final Web web;

    Readiness(Vertx vertx, Web web) {
        this.vertx = vertx;
        this.web = web;
    }

    /** @throws IllegalStateException with the URL of the admin server that was not ready in time, and its reason */
    void await(List<String> adminUrls, int seconds) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        Future.all(adminUrls.stream().map(admin -> awaitReady(admin, deadline)).toList())
                .<Void>mapEmpty()
                .await();
    }

    private Future<Void> awaitReady(String admin, long deadline) {
        return web.send(WebRequest.get(admin + "/ready"))
                .map(Readiness::notReadyReason)
                .recover(cause -> cause instanceof NoResponseException
                        ? Future.succeededFuture(cause.getMessage())
                        : Future.failedFuture(cause))
                .compose(reason -> {
                    if (reason.isEmpty()) {
                        return Future.succeededFuture();
                    }
                    return System.nanoTime() > deadline
                            ? Future.failedFuture(new IllegalStateException(admin + " is not ready: " + reason))
                            : vertx.timer(POLL_MILLIS).compose(later -> awaitReady(admin, deadline));
                });
    }

    /** The reason why a part is not ready; empty when it is ready. */
    private static String notReadyReason(WebResponse response) {
        return response.ok()
                ? ""
                : response.status() + " " + response.body().toString().strip();
    }
}
