package opencmg.mockmp.location;

import java.util.Optional;
import opencmg.mockmp.xml.Element;
import opencmg.mockmp.xml.Escaped;

/**
 * ContentLocationReply (protocol.md 2.9). The one package that this site has is the client itself, from the management point's own
 * {@code /CCM_Client}; for anything else the list of locations is empty.
 */
final class ContentLocations {

    private ContentLocations() {}

    static String reply(SiteFacts site, Element request, boolean internet) {
        Optional<Element> client = request.child("ClientPackage");
        String records = client.isPresent() ? record(site, internet) : "";
        return """
                <ContentLocationReply SchemaVersion="1.00"><BoundaryGroups BoundaryGroupListRetrieveTime=""/>\
                <ContentInfo PackageFlags="0"><ContentHashValues/></ContentInfo>\
                <Sites><Site><MPSite SiteCode="%s" MasterSiteCode="%s" SiteLocality="LOCAL" IISPreferedPort="80" IISSSLPreferedPort="443"/>\
                <LocationRecords>%s</LocationRecords></Site></Sites><RelatedContentIDs/></ContentLocationReply>""".formatted(Escaped.xml(site.siteCode()), Escaped.xml(site.siteCode()), records);
    }

    private static String record(SiteFacts site, boolean internet) {
        String base = internet ? site.internetMp() : site.scheme() + "://" + site.fqdn();
        return """
                <LocationRecord><URL Name="%s/CCM_Client" Signature="" Capability=""/><ADSite Name=""/><IPSubnets/>\
                <Metric Value=""/><Version>%s</Version><Capabilities SchemaVersion="1.0"><Property Name="SSL" Version="1"/></Capabilities>\
                <ServerRemoteName>%s</ServerRemoteName><DPType>SERVER</DPType><Windows Trust="0"/><Locality>REMOTE</Locality></LocationRecord>""".formatted(
                        Escaped.xml(base),
                        SiteFacts.BUILD,
                        Escaped.xml(internet ? site.serviceName().get() : site.fqdn()));
    }
}
