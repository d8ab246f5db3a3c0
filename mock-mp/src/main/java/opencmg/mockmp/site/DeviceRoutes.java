package opencmg.mockmp.site;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.function.Consumer;
import opencmg.mockmp.clientid.SmsId;
import opencmg.mockmp.database.BlockingWork;
import opencmg.mockmp.http.Refused;
import opencmg.mockmp.notification.LongPolls;
import opencmg.mockmp.registration.Device;
import opencmg.mockmp.registration.Devices;
import opencmg.mockmp.reports.ReceivedMessages;

/** Devices with their approval, what they reported, and notifications to those that wait. */
public final class DeviceRoutes implements Consumer<Router> {

    private static final int LIST = 200;

    private final Devices devices;
    private final ReceivedMessages received;
    private final LongPolls polls;
    private final BlockingWork work;

    public DeviceRoutes(Devices devices, ReceivedMessages received, LongPolls polls, BlockingWork work) {
        this.devices = devices;
        this.received = received;
        this.polls = polls;
        this.work = work;
    }

    @Override
    public void accept(Router router) {
        router.get("/site/devices").handler(this::list);
        router.post("/site/devices/:id/approve").handler(this::approve);
        router.get("/site/messages").handler(this::messages);
        router.post("/site/notify").handler(this::tell);
    }

    private void list(RoutingContext context) {
        work.run(() -> new JsonObject().put("count", devices.count()).put("devices", rows(devices.list(LIST))))
                .compose(json -> Json.send(context, json))
                .onFailure(context::fail);
    }

    private static JsonArray rows(List<Device> devices) {
        return new JsonArray(devices.stream()
                .map(device -> new JsonObject()
                        .put("id", device.id().toString())
                        .put("netbiosName", device.netbiosName())
                        .put("fqdn", device.fqdn())
                        .put("approval", device.approval().name())
                        .put("registeredBy", device.registeredBy().name())
                        .put("agentVersion", device.agentVersion())
                        .put("registered", device.registered().toString()))
                .toList());
    }

    private void approve(RoutingContext context) {
        SmsId id = SmsId.parse(context.pathParam("id"))
                .orElseThrow(() -> new Refused(400, "Bad Request", "the device's id must be a GUID"));
        work.run(() -> devices.approve(id))
                .compose(known -> known
                        ? Json.send(context, new JsonObject().put("approved", id.toString()))
                        : Future.failedFuture(new Refused(404, "Not Found", "no device has that id")))
                .onFailure(context::fail);
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
                                            .map(DeviceRoutes::row)
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

    private void tell(RoutingContext context) {
        String task = Json.value(
                () -> Json.body(context).getString("task", "RequestMachinePolicy"),
                "{\"task\":\"RequestMachinePolicy\"}");
        Json.send(context, new JsonObject().put("told", polls.notifyAllWaiting(task)))
                .onFailure(context::fail);
    }
}
