package opencmg.mockmp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedSite.class)
class LocationTest {

    @Test
    void answersTheKnownQueriesInAnyCase(SiteForTests site) {
        Map<String, String> expected = Map.of(
                "MPLIST", "<MP Name=\"mp1\" FQDN=\"mp1.corp.example\"",
                "mplist2&LAB", "<Property Name=\"SSLState\" Value=\"31\"/>",
                "MPCERT", "<X509Certificate>3082",
                "SITESIGNCERT", "<X509Certificate>3082",
                "MPKEYINFORMATION", "<SITECODE>LAB</SITECODE>",
                "MPKEYINFORMATIONMEDIA", "x64UnknownMachineGUID=",
                "GETCLIENTAFFINITY&GUID:0", "<User/>",
                "MPLOCATION", "FQDN=\"mp1.corp.example\"");

        expected.forEach((query, text) -> assertThat(
                        site.get("/SMS_MP/.sms_aut?" + query).body())
                .as(query)
                .contains(text));
        assertThat(site.get("/sms_mp_altauth/.SMS_AUT?MPLIST").statusCode()).isEqualTo(200);
        assertThat(site.get("/SMS_MP_TokenAuth/.sms_aut?MPLIST").statusCode()).isEqualTo(401);
        assertThat(site.get("/SMS_MP/.sms_aut?NOSUCH").statusCode()).isEqualTo(404);
        assertThat(site.get("/SMS_MP/.sms_aut").statusCode()).isEqualTo(404);
    }

    @Test
    void answersHeadAsGetWithoutTheBody(SiteForTests site) {
        String path = "/SMS_MP/.sms_aut?MPLIST";
        HttpResponse<String> head =
                site.get(path, request -> request.method("HEAD", HttpRequest.BodyPublishers.noBody()));

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValueAsLong("content-length"))
                .hasValue(site.get(path).body().length());
    }

    @Test
    void givesTheRequestIdBackThatCame(SiteForTests site) {
        assertThat(site.get("/SMS_MP/.sms_aut?MPLIST", request -> request.header("x-opencmg-request-id", "abc-123"))
                        .headers()
                        .firstValue("x-opencmg-request-id"))
                .hasValue("abc-123");
        assertThat(site.get("/SMS_MP/.sms_aut?MPLIST", request -> request.header("x-opencmg-request-id", "a b<c>"))
                        .headers()
                        .firstValue("x-opencmg-request-id"))
                .hasValueSatisfying(id -> assertThat(id).matches("[0-9a-f-]{36}"));
    }

    @Test
    void listsTheGatewaysUpdatePointFirstForInternetClients(SiteForTests site) {
        site.tell("PUT", "/site/service-name", "cmg.corp.example");
        SpecClient client = new SpecClient(site.mp());
        String asked = "<WSUSLocationRequest><Content ID=\"{1}\" Version=\"1\"/><AssignedSite"
                + " SiteCode=\"LAB\"/><ClientLocationInfo OnInternet=\"%s\"/></WSUSLocationRequest>";

        String internet = client.ask(Clients.DOOR, "MP_LocationManager", asked.formatted("1"), false);
        String intranet = client.ask(Clients.DOOR, "MP_LocationManager", asked.formatted("0"), false);
        String forwarded = client.with("x-opencmg-client-way", "token")
                .ask(Clients.DOOR, "MP_LocationManager", asked.formatted("0"), false);

        String outside = "WSUSURL=\"https://cmg.corp.example/CCM_Proxy_MutualAuth/72057594037927941\"";
        String inside = "WSUSURL=\"" + site.site().updatePointUrl() + "\"";
        assertThat(internet).containsSubsequence(outside, inside).isEqualTo(forwarded);
        assertThat(intranet).contains(inside).doesNotContain(outside);
    }

    @Test
    void locatesTheClientPackageAndNothingElse(SiteForTests site) {
        SpecClient client = new SpecClient(site.mp());

        assertThat(client.ask(
                        Clients.DOOR,
                        "MP_LocationManager",
                        "<ContentLocationRequest SchemaVersion=\"1.00\"><AssignedSite SiteCode=\"LAB\"/><ClientPackage"
                                + " RequestForLatest=\"0\" DeploymentFlags=\"4098\"/><ClientLocationInfo"
                                + " UseInternetDP=\"1\"/></ContentLocationRequest>",
                        false))
                .contains("/CCM_Proxy_MutualAuth/72057594037927939/CCM_Client\"");
        assertThat(client.ask(
                        Clients.DOOR,
                        "MP_LocationManager",
                        "<ContentLocationRequest><Package ID=\"LAB00001\" Version=\"1\"/></ContentLocationRequest>",
                        false))
                .contains("<LocationRecords></LocationRecords>");
        assertThat(client.ask(Clients.DOOR, "MP_LocationManager", "<EnumerateMPLocationRequest/>", false))
                .contains("<MPList>");
        assertThat(client.ask(Clients.DOOR, "MP_LocationManager", "<AssignedSiteRequest/>", false))
                .contains("SiteCode=\"LAB\"");
        assertThat(client.ask(Clients.DOOR, "MP_LocationManager", "<Unknown/>", false))
                .isEmpty();
    }
}
