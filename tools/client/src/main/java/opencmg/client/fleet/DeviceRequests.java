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

/**
 * Sends requests of devices. Messages are signed on worker threads; results arrive on the calling event loop. A refusal fails with
 * {@link FleetFailure.Refused}.
 */
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

    /** Sends a message and unpacks the reply. */
    Future<Reply> exchange(Device device, Secret token, String endpoint, String body, Envelope.Packer packer) {
        return message(device, token, endpoint, body, packer)
                .map(response -> Envelope.unpack(
                        response.header("Content-Type"), response.body().getBytes()));
    }

    /** Sends a message; for reports, which have no reply. */
    Future<WebResponse> message(Device device, Secret token, String endpoint, String body, Envelope.Packer packer) {
        Message message = new Message(
                UUID.randomUUID(),
                endpoint,
                plan.mutualAuthName(),
                device.clientId(),
                device.name(),
                clock.instant(),
                body);
        return vertx.executeBlocking(() -> packer.pack(message), false)
                .compose(bytes -> send(WebRequest.of("CCM_POST", plan.mpUrl("/ccm_system_tokenauth/request"))
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

    /** Exchanges a token at CCM_STS. */
    Future<Secret> exchangeToken(Web web, Secret token) {
        return send(web, WebRequest.of("POST", plan.mpUrl("/CCM_STS")).bearer(token.reveal()))
                .map(response -> Secret.of(response.json().getString("access_token", "")));
    }

    Future<Secret> exchangeToken(Secret token) {
        return exchangeToken(web, token);
    }
}
