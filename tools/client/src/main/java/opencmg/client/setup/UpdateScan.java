package opencmg.client.setup;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import opencmg.client.http.WebRequest;
import opencmg.client.message.Locations;
import opencmg.client.message.SiteInformation;
import opencmg.client.message.UnreadableReplyException;
import opencmg.launch.cmtrace.ComponentLog;

/** Finds the software update point and asks it which updates there are, with the calls of [MS-WUSP] that a scan begins with. */
final class UpdateScan {

    private static final String SERVER = "http://www.microsoft.com/SoftwareDistribution/Server/";
    private static final Pattern COOKIE_DATA = Pattern.compile("<CookieData>([^<]*)</CookieData>");
    private static final Pattern COOKIE =
            Pattern.compile("(<Expiration>[^<]*</Expiration><EncryptedData>[^<]*</EncryptedData>)");

    private final ComponentLog log;

    UpdateScan(ComponentLog log) {
        this.log = log;
    }

    void run(MpSession courier, String clientId, String siteCode) {
        String base = updatePoint(courier, clientId, siteCode);
        log.info("Existing WUA Managed server was already set (" + base + "), skipping Group Policy registration.");
        String data = match(
                courier,
                COOKIE_DATA,
                call(
                        courier,
                        base,
                        "SimpleAuthWebService/SimpleAuth.asmx",
                        "SimpleAuthWebService",
                        "GetAuthorizationCookie",
                        "<clientId>" + clientId + "</clientId><targetGroupName></targetGroupName><dnsName>"
                                + courier.computer().domainName() + "</dnsName>"));
        String cookie = match(
                courier,
                COOKIE,
                client(
                        courier,
                        base,
                        "GetCookie",
                        "<authCookies><AuthorizationCookie><PlugInId>SimpleTargeting</PlugInId><CookieData>" + data
                                + "</CookieData></AuthorizationCookie></authCookies><protocolVersion>1.8</protocolVersion>"));
        String answer = client(
                courier,
                base,
                "SyncUpdates",
                "<cookie>" + cookie + "</cookie><parameters><ExpressQuery>false</ExpressQuery></parameters>");
        int updates = answer.split("<UpdateInfo>", -1).length - 1;
        log.info("Async searching completed. " + updates + " updates are offered.");
    }

    /** For a client on the internet the gateway's address comes first; a client with a token comes by ServerAuth. */
    private String updatePoint(MpSession courier, String clientId, String siteCode) {
        try {
            List<String> found = Locations.updatePoints(courier.message(
                    SiteInformation.ENDPOINT, clientId, Locations.updatePointRequest(siteCode, courier.onInternet())));
            if (found.isEmpty()) {
                throw new UnreadableReplyException("the site names no software update point");
            }
            return courier.byOwnWay(found.get(0));
        } catch (UnreadableReplyException e) {
            throw courier.http().unreadable(e);
        }
    }

    private static String client(MpSession courier, String base, String operation, String content) {
        return call(courier, base, "ClientWebService/client.asmx", "ClientWebService", operation, content);
    }

    private static String call(
            MpSession courier, String base, String path, String service, String operation, String content) {
        String soap = "<soap:Envelope xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\"><soap:Body><" + operation
                + " xmlns=\"" + SERVER + service + "\">" + content + "</" + operation + "></soap:Body></soap:Envelope>";
        WebRequest ask = courier.to("POST", base + "/" + path)
                .with("SOAPAction", '"' + SERVER + service + "/" + operation + '"')
                .body("text/xml; charset=utf-8", Buffer.buffer(soap));
        return courier.http().send(ask).body().toString();
    }

    private static String match(MpSession courier, Pattern wanted, String answer) {
        Matcher matcher = wanted.matcher(answer);
        if (!matcher.find()) {
            throw courier.http()
                    .unreadable(new UnreadableReplyException("an answer of the software update point has no cookie"));
        }
        return matcher.group(1);
    }
}
