package opencmg.client.fleet;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Clock;
import java.util.UUID;
import opencmg.client.http.Web;
import opencmg.client.http.WebRequest;
import opencmg.client.http.WebResponse;
import opencmg.client.message.Envelope;
import opencmg.client.message.Message;
import opencmg.client.message.Reply;
import opencmg.settings.Secret;

/** Requests of devices. Signing is done on worker threads; answers come back to the event loop that asked, refusals as {@link FleetFailure.Refused}. */
final class DeviceRequests {

    private static final int TIMEOUT_SECONDS = 60;

    private final Vertx vertx;
    private final Web web;
    private final FleetPlan plan;
    private final Clock clock;

    DeviceRequests(Vertx vertx, Web web, FleetPlan plan, Clock clock) {
        this.vertx = vertx;
        this.web = web;
        this.plan = plan;
        this.clock = clock;
    }

    Clock clock() {
        return clock;
    }

    FleetPlan plan() {
        return plan;
    }

    /** How a message is made of its parts; costs a signature or two. */
    interface Packer {
        byte[] pack(Message message);
    }

    Future<Reply> exchange(Device device, Secret token, String endpoint, String body, Packer packer) {
        return message(device, token, endpoint, body, packer)
                .map(response -> Envelope.unpack(
                        response.header("Content-Type"), response.body().getBytes()));
    }

    /** For reports, to which there is no reply. */
    Future<WebResponse> message(Device device, Secret token, String endpoint, String body, Packer packer) {
        Message message = new Message(
                UUID.randomUUID(),
                endpoint,
                plan.mutualName(),
                device.clientId(),
                device.name(),
                clock.instant(),
                body);
        return vertx.executeBlocking(() -> packer.pack(message), false)
                .compose(bytes -> send(WebRequest.of("CCM_POST", plan.mp("/ccm_system_tokenauth/request"))
                        .bearer(token.reveal())
                        .body(Envelope.CONTENT_TYPE, Buffer.buffer(bytes))));
    }

    Future<WebResponse> send(WebRequest request) {
        return send(web, request.timeout(TIMEOUT_SECONDS));
    }

    static Future<WebResponse> send(Web web, WebRequest request) {
        return web.send(request.header("User-Agent", "SMS CCM 5.0"))
                .compose(response -> response.ok()
                        ? Future.succeededFuture(response)
                        : Future.failedFuture(new FleetFailure.Refused(response)));
    }

    /** CCM_STS: one token for another. */
    Future<Secret> exchangeToken(Web through, Secret token) {
        return send(through, WebRequest.of("POST", plan.mp("/CCM_STS")).bearer(token.reveal()))
                .map(response -> Secret.of(response.json().getString("access_token", "")));
    }

    Future<Secret> exchangeToken(Secret token) {
        return exchangeToken(web, token);
    }
}
