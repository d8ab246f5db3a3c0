package opencmg.mockmp.location;

import opencmg.mockmp.xml.Escaped;

/** WSUSLocationReply: for internet clients the gateway's address comes first (protocol.md 1.2). */
final class UpdateLocations {

    private UpdateLocations() {}

    static String reply(SiteFacts site, boolean internet) {
        String inside = record(site.supUrl().get(), site.fqdn());
        String outside = record(site.internetSup(), site.serviceName().get());
        return """
                <WSUSLocationReply SchemaVersion="1.00"><Sites><Site><MPSite SiteCode="%s" MasterSiteCode="%s"/>\
                <LocationRecords>%s</LocationRecords></Site></Sites></WSUSLocationReply>""".formatted(
                Escaped.xml(site.siteCode()), Escaped.xml(site.siteCode()), internet ? outside + inside : inside);
    }

    private static String record(String url, String server) {
        return "<LocationRecord WSUSURL=\"%s\" ServerName=\"%s\" Version=\"1\"/>"
                .formatted(Escaped.xml(url), Escaped.xml(server));
    }
}
