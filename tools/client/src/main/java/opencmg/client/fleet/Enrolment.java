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

/** Turns a device into an installed client: registers it, then gets its own token, and for that a CCM access token. */
final class Enrolment {

    private final Vertx vertx;
    private final DeviceRequests requests;
    private final Secret enrolmentToken;

    /** @param enrolmentToken issued by CCM_STS for the bulk registration token */
    Enrolment(Vertx vertx, DeviceRequests requests, Secret enrolmentToken) {
        this.vertx = vertx;
        this.requests = requests;
        this.enrolmentToken = enrolmentToken;
    }

    Future<Void> enrol(Device device) {
        return register(device).compose(registered -> ownToken(device)).compose(token -> accessToken(device, token));
    }

    private Future<Void> register(Device device) {
        String requestedId = Device.newClientId();
        return vertx.executeBlocking(
                        () -> Registration.request(
                                Registration.Type.REGISTRATION,
                                device.identity(),
                                requestedId,
                                new Registration.Applicant(device.name(), device.domainName(), true),
                                requests.clock().instant()),
                        false)
                .compose(body -> requests.exchange(device, enrolmentToken, Registration.ENDPOINT, body, Envelope::pack))
                .map(Registration::parse)
                .compose(verdict -> {
                    if (!verdict.isRegistered()) {
                        return Future.failedFuture(
                                new IllegalStateException("registration was answered with status " + verdict.status()));
                    }
                    device.setClientId(verdict.clientId());
                    return Future.succeededFuture();
                });
    }

    private Future<Secret> ownToken(Device device) {
        return requests.exchange(
                        device,
                        enrolmentToken,
                        ClientToken.ENDPOINT,
                        ClientToken.request(),
                        message -> Envelope.packSigned(message, device.identity()))
                .map(reply -> ClientToken.parse(reply).token());
    }

    /** The client token is accepted only on a connection with the device's own certificate. */
    private Future<Void> accessToken(Device device, Secret clientToken) {
        Web web = Web.withCertificate(vertx, WebTrust.of(requests.plan().roots()), device.certificate());
        return requests.exchangeToken(web, clientToken).eventually(web::close).compose(token -> {
            if (token.reveal().isEmpty()) {
                return Future.failedFuture(new UnreadableReplyException("CCM_STS gave no access_token"));
            }
            device.setAccessToken(token);
            return Future.succeededFuture();
        });
    }
}
