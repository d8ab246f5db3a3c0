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

/** Finds the software update point and requests the list of updates, with the first calls of a scan in [MS-WUSP]. */
final class UpdateScan {

    private static final String SERVER = "http://www.microsoft.com/SoftwareDistribution/Server/";
    private static final Pattern COOKIE_DATA = Pattern.compile("<CookieData>([^<]*)</CookieData>");
    private static final Pattern COOKIE =
            Pattern.compile("(<Expiration>[^<]*</Expiration><EncryptedData>[^<]*</EncryptedData>)");

    private final ComponentLog log;

    UpdateScan(ComponentLog log) {
        this.log = log;
    }

    void run(MpSession session, String clientId, String siteCode) {
        String base = updatePoint(session, clientId, siteCode);
        log.info("Existing WUA Managed server was already set (" + base + "), skipping Group Policy registration.");
        String data = match(
                session,
                COOKIE_DATA,
                call(
                        session,
                        base,
                        "SimpleAuthWebService/SimpleAuth.asmx",
                        "SimpleAuthWebService",
                        "GetAuthorizationCookie",
                        "<clientId>" + clientId + "</clientId><targetGroupName></targetGroupName><dnsName>"
                                + session.computer().domainName() + "</dnsName>"));
        String cookie = match(
                session,
                COOKIE,
                callClient(
                        session,
                        base,
                        "GetCookie",
                        "<authCookies><AuthorizationCookie><PlugInId>SimpleTargeting</PlugInId><CookieData>" + data
                                + "</CookieData></AuthorizationCookie></authCookies><protocolVersion>1.8</protocolVersion>"));
        String response = callClient(
                session,
                base,
                "SyncUpdates",
                "<cookie>" + cookie + "</cookie><parameters><ExpressQuery>false</ExpressQuery></parameters>");
        int updates = response.split("<UpdateInfo>", -1).length - 1;
        log.info("Async searching completed. " + updates + " updates are offered.");
    }

    /** The first update point. For a client on the internet it is the gateway's URL, rewritten to ServerAuth if the client has a token. */
    private String updatePoint(MpSession session, String clientId, String siteCode) {
        try {
            List<String> urls = Locations.parseUpdatePoints(session.message(
                    SiteInformation.ENDPOINT, clientId, Locations.updatePointRequest(siteCode, session.onInternet())));
            if (urls.isEmpty()) {
                throw new UnreadableReplyException("the site names no software update point");
            }
            return session.rewriteForRoute(urls.get(0));
        } catch (UnreadableReplyException e) {
            throw session.http().unreadable(e);
        }
    }

    private static String callClient(MpSession session, String base, String operation, String content) {
        return call(session, base, "ClientWebService/client.asmx", "ClientWebService", operation, content);
    }

    private static String call(
            MpSession session, String base, String path, String service, String operation, String content) {
        String soap = "<soap:Envelope xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\"><soap:Body><" + operation
                + " xmlns=\"" + SERVER + service + "\">" + content + "</" + operation + "></soap:Body></soap:Envelope>";
        WebRequest request = session.requestTo("POST", base + "/" + path)
                .header("SOAPAction", '"' + SERVER + service + "/" + operation + '"')
                .body("text/xml; charset=utf-8", Buffer.buffer(soap));
        return session.http().send(request).body().toString();
    }

    private static String match(MpSession session, Pattern pattern, String response) {
        Matcher matcher = pattern.matcher(response);
        if (!matcher.find()) {
            throw session.http()
                    .unreadable(new UnreadableReplyException("an answer of the software update point has no cookie"));
        }
        return matcher.group(1);
    }
}
