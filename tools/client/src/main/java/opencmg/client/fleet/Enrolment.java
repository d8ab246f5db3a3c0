package opencmg.client.fleet;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import opencmg.client.http.Web;
import opencmg.client.http.WebTrust;
import opencmg.client.message.ClientToken;
import opencmg.client.message.Envelope;
import opencmg.client.message.Registration;
import opencmg.client.message.UnreadableReplyException;
import opencmg.settings.Secret;

/** Makes an installed client of a device: registration, its own token, and with that a CCM access token. */
final class Enrolment {

    private final Vertx vertx;
    private final DeviceRequests post;
    private final Secret enrolmentToken;

    /** @param enrolmentToken what CCM_STS gave for the bulk registration token */
    Enrolment(Vertx vertx, DeviceRequests post, Secret enrolmentToken) {
        this.vertx = vertx;
        this.post = post;
        this.enrolmentToken = enrolmentToken;
    }

    Future<Void> enrol(Device device) {
        return register(device).compose(registered -> ownToken(device)).compose(token -> access(device, token));
    }

    private Future<Void> register(Device device) {
        String wanted = Device.wantedId();
        return vertx.executeBlocking(
                        () -> Registration.request(
                                Registration.Type.REGISTRATION,
                                device.identity(),
                                wanted,
                                new Registration.Applicant(device.name(), device.domainName(), true),
                                post.clock().instant()),
                        false)
                .compose(body -> post.exchange(device, enrolmentToken, Registration.ENDPOINT, body, Envelope::pack))
                .map(Registration::verdict)
                .compose(verdict -> {
                    if (!verdict.registered()) {
                        return Future.failedFuture(
                                new IllegalStateException("registration was answered with status " + verdict.status()));
                    }
                    device.registeredAs(verdict.clientId());
                    return Future.succeededFuture();
                });
    }

    private Future<Secret> ownToken(Device device) {
        return post.exchange(
                        device,
                        enrolmentToken,
                        ClientToken.ENDPOINT,
                        ClientToken.request(),
                        message -> Envelope.signed(message, device.identity()))
                .map(reply -> ClientToken.granted(reply).token());
    }

    /** The client token is good on a connection alone that shows the device's own certificate. */
    private Future<Void> access(Device device, Secret clientToken) {
        Web own = Web.showing(vertx, WebTrust.in(post.order().roots()), device.own());
        return post.exchangeToken(own, clientToken).eventually(own::close).compose(token -> {
            if (token.reveal().isEmpty()) {
                return Future.failedFuture(new UnreadableReplyException("CCM_STS gave no access_token"));
            }
            device.received(token);
            return Future.succeededFuture();
        });
    }
}
