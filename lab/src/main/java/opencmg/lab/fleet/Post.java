package opencmg.lab.fleet;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Clock;
import java.util.UUID;
import opencmg.lab.http.Answer;
import opencmg.lab.http.Ask;
import opencmg.lab.http.Web;
import opencmg.lab.messaging.Envelope;
import opencmg.lab.messaging.Message;
import opencmg.lab.messaging.Reply;
import opencmg.settings.Secret;

/** Requests of devices. Signing is done on worker threads; answers come back to the event loop that asked, refusals as {@link Failure.Refused}. */
final class Post {

    private static final int PATIENCE_SECONDS = 60;

    private final Vertx vertx;
    private final Web web;
    private final FleetOrder order;
    private final Clock clock;

    Post(Vertx vertx, Web web, FleetOrder order, Clock clock) {
        this.vertx = vertx;
        this.web = web;
        this.order = order;
        this.clock = clock;
    }

    Clock clock() {
        return clock;
    }

    FleetOrder order() {
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
    Future<Answer> message(Device device, Secret token, String endpoint, String body, Packing packing) {
        Message message = new Message(
                UUID.randomUUID(),
                endpoint,
                order.mutualName(),
                device.clientId(),
                device.name(),
                clock.instant(),
                body);
        return vertx.executeBlocking(() -> packing.pack(message), false)
                .compose(bytes -> send(Ask.of("CCM_POST", order.mp("/ccm_system_tokenauth/request"))
                        .bearer(token.reveal())
                        .body(Envelope.CONTENT_TYPE, Buffer.buffer(bytes))));
    }

    Future<Answer> send(Ask ask) {
        return send(web, ask.within(PATIENCE_SECONDS));
    }

    static Future<Answer> send(Web web, Ask ask) {
        return web.send(ask.with("User-Agent", "SMS CCM 5.0"))
                .compose(answer -> answer.ok()
                        ? Future.succeededFuture(answer)
                        : Future.failedFuture(new Failure.Refused(answer)));
    }

    /** CCM_STS: one token for another. */
    Future<Secret> exchangeToken(Web through, Secret shown) {
        return send(through, Ask.of("POST", order.mp("/CCM_STS")).bearer(shown.reveal()))
                .map(answer -> Secret.of(answer.json().getString("access_token", "")));
    }

    Future<Secret> exchangeToken(Secret shown) {
        return exchangeToken(web, shown);
    }
}
