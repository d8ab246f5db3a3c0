package opencmg.client.fleet;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import opencmg.client.http.WebRequest;
import opencmg.client.http.WebResponse;
import opencmg.client.message.Envelope;
import opencmg.client.message.PolicyAssignments;
import opencmg.client.message.Reports;
import opencmg.client.message.SiteInformation;
import opencmg.client.message.UnreadableReplyException;

/** Does pieces of work for devices; each future tells how many bytes the answer had. */
final class DeviceTasks {

    /** What a client on a healthy computer reports now and then; the numbers are of no importance to the mock site. */
    private static final int STATUS_NUMBER = 501;

    private static final String CLIENT_VERSION = "5.00.9128.1000";
    private static final Buffer GET_CONFIG =
            Buffer.buffer("<soap:Envelope xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\"><soap:Body>"
                    + "<GetConfig xmlns=\"http://www.microsoft.com/SoftwareDistribution/Server/ClientWebService\">"
                    + "<protocolVersion>1.8</protocolVersion></GetConfig></soap:Body></soap:Envelope>");

    private final DeviceRequests post;

    DeviceTasks(DeviceRequests post) {
        this.post = post;
    }

    Future<Integer> perform(DeviceWork work, Device device) {
        return switch (work) {
            case POLICY -> policy(device);
            case STATUS ->
                report(
                        device,
                        Reports.STATUS_ENDPOINT,
                        Reports.status(
                                device.clientId(),
                                device.name(),
                                STATUS_NUMBER,
                                "SoftwareDistribution",
                                post.clock().instant()));
            case DISCOVERY ->
                report(
                        device,
                        Reports.DISCOVERY_ENDPOINT,
                        Reports.discovery(
                                device.clientId(),
                                device.name(),
                                device.domainName(),
                                CLIENT_VERSION,
                                post.clock().instant()));
            case DOWNLOAD -> download(device);
            case LOCATION -> location(device);
            case UPDATES -> updates(device);
        };
    }

    private Future<Integer> policy(Device device) {
        String request = PolicyAssignments.request(
                device.clientId(),
                device.name(),
                device.domainName(),
                post.order().siteCode(),
                device.cookie());
        return post.exchange(
                        device,
                        device.access(),
                        PolicyAssignments.ENDPOINT,
                        request,
                        message -> Envelope.signed(message, device.identity()))
                .map(reply -> {
                    device.knowsPoliciesUpTo(PolicyAssignments.assigned(reply).cookie());
                    return reply.body().length();
                });
    }

    private Future<Integer> report(Device device, String endpoint, String body) {
        return post.message(
                        device, device.access(), endpoint, body, message -> Envelope.report(message, device.identity()))
                .map(DeviceTasks::size);
    }

    private Future<Integer> download(Device device) {
        int wanted = post.order().downloadBytes();
        return post.send(WebRequest.get(post.order().mp("/CCM_Client/lab/" + wanted))
                        .bearer(device.access().reveal()))
                .map(answer -> {
                    if (size(answer) != wanted) {
                        throw new UnreadableReplyException("a download of " + wanted + " bytes had " + size(answer));
                    }
                    return wanted;
                });
    }

    private Future<Integer> location(Device device) {
        String request = SiteInformation.request(post.order().siteCode());
        return post.exchange(device, device.access(), SiteInformation.ENDPOINT, request, Envelope::pack)
                .map(reply -> SiteInformation.site(reply).siteCode().length()
                        + reply.body().length());
    }

    private Future<Integer> updates(Device device) {
        return post.send(WebRequest.of("POST", post.order().sup("/ClientWebService/client.asmx"))
                        .bearer(device.access().reveal())
                        .body("text/xml; charset=utf-8", GET_CONFIG))
                .map(DeviceTasks::size);
    }

    private static int size(WebResponse answer) {
        return answer.body().length();
    }
}
