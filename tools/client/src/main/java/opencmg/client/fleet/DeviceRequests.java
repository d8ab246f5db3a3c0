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

    private static final int PATIENCE_SECONDS = 60;

    private final Vertx vertx;
    private final Web web;
    private final FleetPlan order;
    private final Clock clock;

    DeviceRequests(Vertx vertx, Web web, FleetPlan order, Clock clock) {
        this.vertx = vertx;
        this.web = web;
        this.order = order;
        this.clock = clock;
    }

    Clock clock() {
        return clock;
    }

    FleetPlan order() {
        return order;
    }

    /** How a message is made of its parts; costs a signature or two. */
    interface Packing {
        byte[] pack(Message message);
    }

    Future<Reply> exchange(Device device, Secret token, String endpoint, String body, Packing packing) {
        return message(device, token, endpoint, body, packing)
                .map(answer -> Envelope.unpack(
                        answer.header("Content-Type"), answer.body().getBytes()));
    }

    /** For reports, to which there is no reply. */
    Future<WebResponse> message(Device device, Secret token, String endpoint, String body, Packing packing) {
        Message message = new Message(
                UUID.randomUUID(),
                endpoint,
                order.mutualName(),
                device.clientId(),
                device.name(),
                clock.instant(),
                body);
        return vertx.executeBlocking(() -> packing.pack(message), false)
                .compose(bytes -> send(WebRequest.of("CCM_POST", order.mp("/ccm_system_tokenauth/request"))
                        .bearer(token.reveal())
                        .body(Envelope.CONTENT_TYPE, Buffer.buffer(bytes))));
    }

    Future<WebResponse> send(WebRequest ask) {
        return send(web, ask.within(PATIENCE_SECONDS));
    }

    static Future<WebResponse> send(Web web, WebRequest ask) {
        return web.send(ask.with("User-Agent", "SMS CCM 5.0"))
                .compose(answer -> answer.ok()
                        ? Future.succeededFuture(answer)
                        : Future.failedFuture(new FleetFailure.Refused(answer)));
    }

    /** CCM_STS: one token for another. */
    Future<Secret> exchangeToken(Web through, Secret shown) {
        return send(through, WebRequest.of("POST", order.mp("/CCM_STS")).bearer(shown.reveal()))
                .map(answer -> Secret.of(answer.json().getString("access_token", "")));
    }

    Future<Secret> exchangeToken(Secret shown) {
        return exchangeToken(web, shown);
    }
}
