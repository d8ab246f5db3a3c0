package opencmg.client.message;

import java.util.List;
import java.util.stream.Stream;

/** Requests and replies for the locations of management points, content and the software update point (protocol.md 2.8, 2.9). */
public final class Locations {

    private Locations() {}

    /**
     * A management point of an MPLIST2 response.
     *
     * @param name NetBIOS name
     * @param fqdn name on the intranet
     * @param sslState 0 HTTP; 31 and 63 are option bits seen with HTTPS
     */
    public record ManagementPoint(String name, String fqdn, String sslState) {}

    /** Parses the response to {@code .sms_aut?MPLIST2}. */
    public static List<ManagementPoint> parseManagementPoints(String body) {
        Xml list = Xml.parse(body);
        if (!list.name().equals("MPList")) {
            throw new UnreadableReplyException("the answer to MPLIST2 is a " + list.name());
        }
        return list.children("MP").stream()
                .map(mp -> new ManagementPoint(
                        mp.attribute("Name"),
                        mp.attribute("FQDN"),
                        mp.child("Capabilities").stream()
                                .flatMap(capabilities -> capabilities.children("Property").stream())
                                .filter(property -> property.attribute("Name").equals("SSLState"))
                                .map(property -> property.attribute("Value"))
                                .findFirst()
                                .orElse("")))
                .toList();
    }

    /** Asks for the locations of the client's own files. */
    public static String clientPackageRequest(String siteCode, boolean internet) {
        return """
            <ContentLocationRequest SchemaVersion="1.00" BGRVersion="1"><AssignedSite SiteCode="%1$s"/>\
            <ClientPackage RequestForLatest="0" DeploymentFlags="4098"/>\
            <ClientLocationInfo LocationType="SMSPACKAGE" DistributeOnDemand="0" UseProtected="0" AllowCaching="0" BranchDPFlags="0" \
            AllowHTTP="1" AllowSMB="0" AllowMulticast="0" UseAzure="%2$d" DPTokenAuth="1" UseInternetDP="%2$d">\
            <ADSite Name=""/><Forest Name=""/><Domain Name=""/><IPAddresses/><Adapters/><BoundaryGroups/>\
            </ClientLocationInfo></ContentLocationRequest>\
            """.formatted(Xml.escape(siteCode), internet ? 1 : 0);
    }

    /** The base URLs of a {@code ContentLocationReply}, best first; empty if the site has none. */
    public static List<String> parseContentSources(Reply reply) {
        return records(reply, "ContentLocationReply")
                .flatMap(record -> record.child("URL").stream())
                .map(url -> url.attribute("Name"))
                .filter(url -> !url.isEmpty())
                .toList();
    }

    /** Asks for the software update point of a client. */
    public static String updatePointRequest(String siteCode, boolean internet) {
        return """
            <WSUSLocationRequest SchemaVersion="1.00"><Content ID="{00000000-0000-0000-0000-000000000000}" Version="1"/>\
            <AssignedSite SiteCode="%s"/><ClientLocationInfo OnInternet="%d"/></WSUSLocationRequest>\
            """.formatted(Xml.escape(siteCode), internet ? 1 : 0);
    }

    /** The base URLs of a {@code WSUSLocationReply}; for a client on the internet the gateway's comes first. */
    public static List<String> parseUpdatePoints(Reply reply) {
        return records(reply, "WSUSLocationReply")
                .map(record -> record.attribute("WSUSURL"))
                .filter(url -> !url.isEmpty())
                .toList();
    }

    private static Stream<Xml> records(Reply reply, String expectedRoot) {
        Xml root = reply.xml();
        if (!root.name().equals(expectedRoot)) {
            throw new UnreadableReplyException("the answer to a location request is a " + root.name());
        }
        return root.child("Sites").stream()
                .flatMap(sites -> sites.children("Site").stream())
                .flatMap(site -> site.child("LocationRecords").stream())
                .flatMap(records -> records.children("LocationRecord").stream());
    }
}
