package opencmg.mockmp.location;

import java.util.Optional;
import opencmg.mockmp.identity.Caller;
import opencmg.mockmp.messaging.Message;
import opencmg.mockmp.messaging.MessageEndpoint;
import opencmg.mockmp.xml.Element;
import opencmg.mockmp.xml.Escaped;
import opencmg.mockmp.xml.SafeXml;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** MP_LocationManager: the root element of the body is the kind of request (protocol.md 2.9). No signature is required. */
public final class LocationEndpoint implements MessageEndpoint {

    private static final Logger log = LoggerFactory.getLogger(LocationEndpoint.class);

    private final SiteFacts site;

    public LocationEndpoint(SiteFacts site) {
        this.site = site;
    }

    @Override
    public Optional<String> handle(Message message, Caller caller) {
        Element request = SafeXml.parse(message.body());
        boolean internet = caller.throughGateway() || isOnInternet(request);
        return switch (request.name()) {
            case "SiteInformationRequest" -> Optional.of(siteInformation());
            case "EnumerateMPLocationRequest", "MPListRequest" -> Optional.of(managementPoints(internet));
            case "AssignedSiteRequest" -> Optional.of(assignedSite());
            case "ContentLocationRequest" -> Optional.of(LocationReplies.contentLocations(site, request, internet));
            case "WSUSLocationRequest" -> Optional.of(LocationReplies.updateLocations(site, internet));
            default -> unknown(request, caller);
        };
    }

    private static Optional<String> unknown(Element request, Caller caller) {
        log.atInfo()
                .addKeyValue("request", caller.request())
                .addKeyValue("asked", request.name().length() > 64 ? "" : request.name())
                .log("location request that is not known here");
        return Optional.empty();
    }

    private static boolean isOnInternet(Element request) {
        Element info = request.child("ClientLocationInfo").orElse(request);
        return info.attribute("OnInternet").equals("1")
                || info.attribute("UseInternetDP").equals("1");
    }

    private String siteInformation() {
        return """
            <SiteInfoReply SchemaVersion="1.00"><Site><SiteCode>%s</SiteCode><Version>%s</Version><BuildNumber>%s</BuildNumber>\
            <SecurityConfiguration><SecurityModeMask>%d</SecurityModeMask></SecurityConfiguration></Site></SiteInfoReply>\
            """.formatted(
                        Escaped.xml(site.siteCode()),
                        SiteFacts.VERSION,
                        SiteFacts.BUILD,
                        LocationReplies.sslState(site.mode()));
    }

    private String managementPoints(boolean internet) {
        return "<MPLocationReply SchemaVersion=\"1.00\"><InternetMP>%s</InternetMP>%s</MPLocationReply>"
                .formatted(internet ? Escaped.xml(site.internetMp()) : "", LocationReplies.mpList(site));
    }

    private String assignedSite() {
        return "<AssignedSiteReply SchemaVersion=\"1.00\"><AssignedSite SiteCode=\"%s\"/></AssignedSiteReply>"
                .formatted(Escaped.xml(site.siteCode()));
    }
}
