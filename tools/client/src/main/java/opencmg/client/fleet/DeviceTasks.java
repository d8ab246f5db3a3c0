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

/** Performs the work of devices; each future returns the size of the response in bytes. */
final class DeviceTasks {

    /** An occasional status message of a healthy client. The mock site accepts any number. */
    private static final int STATUS_NUMBER = 501;

    private static final String CLIENT_VERSION = "5.00.9128.1000";
    private static final Buffer GET_CONFIG =
            Buffer.buffer("<soap:Envelope xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\"><soap:Body>"
                    + "<GetConfig xmlns=\"http://www.microsoft.com/SoftwareDistribution/Server/ClientWebService\">"
                    + "<protocolVersion>1.8</protocolVersion></GetConfig></soap:Body></soap:Envelope>");

    private final DeviceRequests requests;

    DeviceTasks(DeviceRequests requests) {
        this.requests = requests;
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
                                requests.clock().instant()));
            case DISCOVERY ->
                report(
                        device,
                        Reports.DISCOVERY_ENDPOINT,
                        Reports.discovery(
                                device.clientId(),
                                device.name(),
                                device.domainName(),
                                CLIENT_VERSION,
                                requests.clock().instant()));
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
                requests.plan().siteCode(),
                device.policyCookie());
        return requests.exchange(
                        device,
                        device.accessToken(),
                        PolicyAssignments.ENDPOINT,
                        request,
                        message -> Envelope.packSigned(message, device.identity()))
                .map(reply -> {
                    device.setPolicyCookie(PolicyAssignments.parse(reply).cookie());
                    return reply.body().length();
                });
    }

    private Future<Integer> report(Device device, String endpoint, String body) {
        return requests.message(
                        device,
                        device.accessToken(),
                        endpoint,
                        body,
                        message -> Envelope.packReport(message, device.identity()))
                .map(DeviceTasks::size);
    }

    private Future<Integer> download(Device device) {
        int expected = requests.plan().downloadBytes();
        return requests.send(WebRequest.get(requests.plan().mpUrl("/CCM_Client/lab/" + expected))
                        .bearer(device.accessToken().reveal()))
                .map(response -> {
                    if (size(response) != expected) {
                        throw new UnreadableReplyException(
                                "a download of " + expected + " bytes had " + size(response));
                    }
                    return expected;
                });
    }

    private Future<Integer> location(Device device) {
        String request = SiteInformation.request(requests.plan().siteCode());
        return requests.exchange(device, device.accessToken(), SiteInformation.ENDPOINT, request, Envelope::pack)
                .map(reply -> SiteInformation.parse(reply).siteCode().length()
                        + reply.body().length());
    }

    private Future<Integer> updates(Device device) {
        return requests.send(WebRequest.of("POST", requests.plan().supUrl("/ClientWebService/client.asmx"))
                        .bearer(device.accessToken().reveal())
                        .body("text/xml; charset=utf-8", GET_CONFIG))
                .map(DeviceTasks::size);
    }

    private static int size(WebResponse response) {
        return response.body().length();
    }
}
