package opencmg.mockmp.location;

import java.util.Optional;
import opencmg.mockmp.xml.Element;
import opencmg.mockmp.xml.Escaped;
import opencmg.settings.site.MpMode;

/** The XML of location replies: management points, content and update points (protocol.md 2.8, 2.9). Pure functions. */
final class LocationReplies {

    private LocationReplies() {}

    /** The list of management points (protocol.md 2.8). */
    static String mpList(SiteFacts site) {
        return """
            <MPList><MP Name="%s" FQDN="%s" SiteCode="%s"><Version>%s</Version>\
            <Capabilities SchemaVersion="1.0"><Property Name="SSLState" Value="%d"/></Capabilities></MP></MPList>\
            """.formatted(
                        Escaped.xml(site.name()),
                        Escaped.xml(site.fqdn()),
                        Escaped.xml(site.siteCode()),
                        SiteFacts.BUILD,
                        sslState(site.mode()));
    }

    /** SSLState of a mode: 0 for HTTP; 31 and 63 are option bits that were seen with HTTPS. */
    static int sslState(MpMode mode) {
        return switch (mode) {
            case HTTP -> 0;
            case EHTTP -> 31;
            case HTTPS -> 63;
        };
    }

    /**
     * ContentLocationReply (protocol.md 2.9). The only package of this site is the client itself, at the management point's own {@code /CCM_Client}; for
     * any other the list of locations is empty.
     */
    static String contentLocations(SiteFacts site, Element request, boolean internet) {
        Optional<Element> client = request.child("ClientPackage");
        String records = client.isPresent() ? contentLocation(site, internet) : "";
        return """
            <ContentLocationReply SchemaVersion="1.00"><BoundaryGroups BoundaryGroupListRetrieveTime=""/>\
            <ContentInfo PackageFlags="0"><ContentHashValues/></ContentInfo>\
            <Sites><Site><MPSite SiteCode="%s" MasterSiteCode="%s" SiteLocality="LOCAL" IISPreferedPort="80" IISSSLPreferedPort="443"/>\
            <LocationRecords>%s</LocationRecords></Site></Sites><RelatedContentIDs/></ContentLocationReply>\
            """.formatted(Escaped.xml(site.siteCode()), Escaped.xml(site.siteCode()), records);
    }

    private static String contentLocation(SiteFacts site, boolean internet) {
        String base = internet ? site.internetMp() : site.scheme() + "://" + site.fqdn();
        return """
            <LocationRecord><URL Name="%s/CCM_Client" Signature="" Capability=""/><ADSite Name=""/><IPSubnets/>\
            <Metric Value=""/><Version>%s</Version><Capabilities SchemaVersion="1.0"><Property Name="SSL" Version="1"/></Capabilities>\
            <ServerRemoteName>%s</ServerRemoteName><DPType>SERVER</DPType><Windows Trust="0"/><Locality>REMOTE</Locality></LocationRecord>\
            """.formatted(
                        Escaped.xml(base),
                        SiteFacts.BUILD,
                        Escaped.xml(internet ? site.serviceName().get() : site.fqdn()));
    }

    /** WSUSLocationReply: for internet clients the address of the gateway is first (protocol.md 1.2). */
    static String updateLocations(SiteFacts site, boolean internet) {
        String internal = updateLocation(site.supUrl().get(), site.fqdn());
        String external = updateLocation(site.internetSup(), site.serviceName().get());
        return """
            <WSUSLocationReply SchemaVersion="1.00"><Sites><Site><MPSite SiteCode="%s" MasterSiteCode="%s"/>\
            <LocationRecords>%s</LocationRecords></Site></Sites></WSUSLocationReply>\
            """.formatted(
                Escaped.xml(site.siteCode()), Escaped.xml(site.siteCode()), internet ? external + internal : internal);
    }

    private static String updateLocation(String url, String server) {
        return "<LocationRecord WSUSURL=\"%s\" ServerName=\"%s\" Version=\"1\"/>"
                .formatted(Escaped.xml(url), Escaped.xml(server));
    }
}
