package opencmg.mockmp.site;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Consumer;
import opencmg.mockmp.database.WorkerPool;
import opencmg.mockmp.notification.LongPolls;
import opencmg.mockmp.reports.ReceivedMessages;
import opencmg.mockmp.uploads.ReceivedUploads;

/** What devices reported and uploaded, and notifications to those that wait. */
public final class ReportRoutes implements Consumer<Router> {

    private static final int LIST = 200;

    private final ReceivedMessages received;
    private final ReceivedUploads uploads;
    private final LongPolls polls;
    private final WorkerPool work;

    public ReportRoutes(ReceivedMessages received, ReceivedUploads uploads, LongPolls polls, WorkerPool work) {
        this.received = received;
        this.uploads = uploads;
        this.polls = polls;
        this.work = work;
    }

    @Override
    public void accept(Router router) {
        router.get("/site/messages").handler(this::messages);
        router.get("/site/uploads").handler(this::uploads);
        router.post("/site/notify").handler(this::tell);
    }

    private void messages(RoutingContext context) {
        work.run(() -> {
                    JsonObject counts = new JsonObject();
                    received.counts().forEach(count -> counts.put(count.endpoint(), count.messages()));
                    return new JsonObject()
                            .put("counts", counts)
                            .put(
                                    "messages",
                                    new JsonArray(received.list(LIST).stream()
                                            .map(ReportRoutes::row)
                                            .toList()));
                })
                .compose(json -> Json.send(context, json))
                .onFailure(context::fail);
    }

    private static JsonObject row(ReceivedMessages.Entry entry) {
        return new JsonObject()
                .put("id", entry.id())
                .put("endpoint", entry.endpoint())
                .put("kind", entry.kind())
                .put("device", entry.device().toString())
                .put("received", entry.received().toString())
                .put("request", entry.request())
                .put("length", entry.length());
    }

    private void uploads(RoutingContext context) {
        work.run(() -> uploads.list(LIST))
                .map(list -> new JsonArray(list.stream().map(ReportRoutes::row).toList()))
                .compose(rows -> Json.send(context, new JsonObject().put("uploads", rows)))
                .onFailure(context::fail);
    }

    private static JsonObject row(ReceivedUploads.Upload upload) {
        return new JsonObject()
                .put("session", upload.session().toString())
                .put("path", upload.path())
                .put("bytes", upload.bytes())
                .put("sha256", upload.sha256())
                .put("received", upload.received().toString())
                .put("request", upload.request());
    }

    private void tell(RoutingContext context) {
        String task = Json.value(
                () -> Json.body(context).getString("task", "RequestMachinePolicy"),
                "{\"task\":\"RequestMachinePolicy\"}");
        Json.send(context, new JsonObject().put("told", polls.notifyAllWaiting(task)))
                .onFailure(context::fail);
    }
}
