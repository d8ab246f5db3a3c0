package opencmg.mockmp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import opencmg.mockmp.xml.Element;
import opencmg.mockmp.xml.SafeXml;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A scan as [MS-WUSP] has it: configuration, authorization, cookie, two rounds of synchronisation. */
@ExtendWith(SharedSite.class)
class UpdatePointTest {

    private static final String CLIENT = "/ClientWebService/client.asmx";
    private static final String CLIENT_NS = "http://www.microsoft.com/SoftwareDistribution/Server/ClientWebService";
    private static final String AUTH_NS = "http://www.microsoft.com/SoftwareDistribution/Server/SimpleAuthWebService";

    @Test
    void scans(SiteForTests site) {
        Element config = call(site, CLIENT, CLIENT_NS, "GetConfig", "<protocolVersion>1.8</protocolVersion>");
        assertThat(config.textAt("GetConfigResult", "AuthInfo", "AuthPlugInInfo", "ServiceUrl"))
                .isEqualTo("SimpleAuthWebService/SimpleAuth.asmx");

        Element authorization = call(
                site,
                "/simpleauthwebservice/simpleauth.asmx",
                AUTH_NS,
                "GetAuthorizationCookie",
                "<clientId>c1</clientId><targetGroupName/><dnsName>pc1</dnsName>");
        String data = authorization.textAt("GetAuthorizationCookieResult", "CookieData");
        Element cookie = call(
                site,
                CLIENT,
                CLIENT_NS,
                "GetCookie",
                "<authCookies><AuthorizationCookie><PlugInId>SimpleTargeting</PlugInId><CookieData>" + data
                        + "</CookieData></AuthorizationCookie></authCookies><protocolVersion>1.8</protocolVersion>");
        String sealed = cookie.textAt("GetCookieResult", "EncryptedData");

        Element first = sync(site, sealed, "", "");
        assertThat(updates(first)).containsExactly("101");
        String fresh = first.textAt("SyncUpdatesResult", "NewCookie", "EncryptedData");
        assertThat(updates(sync(site, fresh, "<int>101</int>", ""))).containsExactly("102", "103");
        assertThat(updates(sync(site, fresh, "<int>101</int>", "<int>102</int><int>103</int>")))
                .isEmpty();
        assertThat(call(
                                site,
                                CLIENT,
                                CLIENT_NS,
                                "GetExtendedUpdateInfo",
                                "<cookie><EncryptedData>" + fresh
                                        + "</EncryptedData></cookie><revisionIDs><int>102</int></revisionIDs>")
                        .textAt("GetExtendedUpdateInfoResult", "Updates", "Update", "Xml"))
                .contains("LAB102");
    }

    @Test
    void acceptsReports(SiteForTests site) {
        String cookie = call(
                        site,
                        CLIENT,
                        CLIENT_NS,
                        "GetCookie",
                        "<authCookies><AuthorizationCookie><PlugInId>SimpleTargeting</PlugInId></AuthorizationCookie></authCookies>")
                .textAt("GetCookieResult", "EncryptedData");
        String event = "<cookie><EncryptedData>" + cookie + "</EncryptedData></cookie><eventBatch/>";
        for (String path :
                new String[] {"/ReportingWebService/WebService.asmx", "/reportingwebservice/ReportingWebService.asmx"
                }) {
            assertThat(call(site, path, "http://www.microsoft.com/SoftwareDistribution", "ReportEventBatch", event)
                            .textAt("ReportEventBatchResult"))
                    .isEqualTo("true");
        }
    }

    @Test
    void answersBadCallsWithFaults(SiteForTests site) {
        assertThat(fault(site, "SyncUpdates", "<cookie><EncryptedData>AAAA</EncryptedData></cookie>"))
                .contains("<ErrorCode>InvalidCookie</ErrorCode>")
                .contains("<Method>" + CLIENT_NS + "/SyncUpdates</Method>");
        assertThat(fault(site, "GetCookie", "")).contains("<ErrorCode>InvalidAuthorizationCookie</ErrorCode>");
        assertThat(fault(site, "Explode", "")).contains("<ErrorCode>InvalidParameters</ErrorCode>");
        assertThat(post(site, CLIENT, "<!DOCTYPE x []><x/>").statusCode()).isEqualTo(400);
        assertThat(post(site, CLIENT, "<Envelope><Body/></Envelope>").statusCode())
                .isEqualTo(400);
        assertThat(post(site, CLIENT, "").statusCode()).isEqualTo(400);
    }

    private static Element sync(SiteForTests site, String cookie, String nonLeaves, String cached) {
        return call(
                site,
                CLIENT,
                CLIENT_NS,
                "SyncUpdates",
                "<cookie><EncryptedData>" + cookie + "</EncryptedData></cookie><parameters><InstalledNonLeafUpdateIDs>"
                        + nonLeaves
                        + "</InstalledNonLeafUpdateIDs><OtherCachedUpdateIDs>" + cached
                        + "</OtherCachedUpdateIDs></parameters>");
    }

    private static List<String> updates(Element response) {
        return response.at("SyncUpdatesResult", "NewUpdates")
                .orElseThrow()
                .children("UpdateInfo")
                .map(update -> update.textAt("ID"))
                .toList();
    }

    private static Element call(SiteForTests site, String path, String namespace, String operation, String content) {
        HttpResponse<String> response = post(site, path, envelope(namespace, operation, content));
        assertThat(response.statusCode()).isEqualTo(200);
        Element answer = SafeXml.parse(response.body())
                .at("Body", operation + "Response")
                .orElseThrow();
        assertThat(response.body()).contains("<" + operation + "Response xmlns=\"" + namespace + "\">");
        return answer;
    }

    private static String fault(SiteForTests site, String operation, String content) {
        HttpResponse<String> response = post(site, CLIENT, envelope(CLIENT_NS, operation, content));
        assertThat(response.statusCode()).isEqualTo(500);
        return response.body();
    }

    private static String envelope(String namespace, String operation, String content) {
        return "<?xml version=\"1.0\" encoding=\"utf-8\"?><s:Envelope"
                + " xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body><"
                + operation + " xmlns=\"" + namespace + "\">" + content + "</" + operation + "></s:Body></s:Envelope>";
    }

    private static HttpResponse<String> post(SiteForTests site, String path, String body) {
        return SiteForTests.send(
                HttpRequest.newBuilder(site.site().updatePointUrl().resolve(path))
                        .header("Content-Type", "text/xml; charset=utf-8")
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
    }
}
