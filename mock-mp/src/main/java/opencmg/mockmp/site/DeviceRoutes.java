package opencmg.mockmp.site;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import opencmg.mockmp.clientid.SmsId;
import opencmg.mockmp.database.WorkerPool;
import opencmg.mockmp.http.RequestRefusedException;
import opencmg.mockmp.registration.Device;
import opencmg.mockmp.registration.Devices;

/** Devices with their approval. */
public final class DeviceRoutes implements Consumer<Router> {

    private static final String PAGE = "200";

    private final Devices devices;
    private final WorkerPool work;

    public DeviceRoutes(Devices devices, WorkerPool work) {
        this.devices = devices;
        this.work = work;
    }

    @Override
    public void accept(Router router) {
        router.get("/site/devices").handler(this::list);
        router.post("/site/devices/:id/approve").handler(this::approve);
    }

    private void list(RoutingContext context) {
        Devices.Page page = page(context.request());
        work.run(() -> new JsonObject().put("count", devices.count()).put("devices", rows(devices.list(page))))
                .compose(json -> Json.send(context, json))
                .onFailure(context::fail);
    }

    private static Devices.Page page(HttpServerRequest request) {
        String after = request.getParam("after", "");
        String limit = request.getParam("limit", PAGE);
        Optional<SmsId> last = after.isEmpty() ? Optional.empty() : Optional.of(id(after));
        try {
            return new Devices.Page(
                    request.getParam("name", ""), last, limit.matches("[0-9]{1,6}") ? Integer.parseInt(limit) : 0);
        } catch (IllegalArgumentException e) {
            throw new RequestRefusedException(400, "Bad Request", String.valueOf(e.getMessage()));
        }
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
        SmsId id = id(context.pathParam("id"));
        work.run(() -> devices.approve(id))
                .compose(known -> known
                        ? Json.send(context, new JsonObject().put("approved", id.toString()))
                        : Future.failedFuture(new RequestRefusedException(404, "Not Found", "no device has that id")))
                .onFailure(context::fail);
    }

    private static SmsId id(String text) {
        return SmsId.parse(text)
                .orElseThrow(() -> new RequestRefusedException(400, "Bad Request", "the device's id must be a GUID"));
    }
}
