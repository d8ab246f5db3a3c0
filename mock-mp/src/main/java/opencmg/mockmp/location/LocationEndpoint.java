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

/** MP_LocationManager: the root of the body says what is asked (protocol.md 2.9). Unsigned clients are served. */
public final class LocationEndpoint implements MessageEndpoint {

    private static final Logger log = LoggerFactory.getLogger(LocationEndpoint.class);

    private final SiteFacts site;

    public LocationEndpoint(SiteFacts site) {
        this.site = site;
    }

    @Override
    public Optional<String> answer(Message message, Caller caller) {
        Element request = SafeXml.parse(message.body());
        boolean internet = caller.throughGateway() || onInternet(request);
        return switch (request.name()) {
            case "SiteInformationRequest" -> Optional.of(siteInformation());
            case "EnumerateMPLocationRequest", "MPListRequest" -> Optional.of(managementPoints(internet));
            case "AssignedSiteRequest" -> Optional.of(assignedSite());
            case "ContentLocationRequest" -> Optional.of(ContentLocations.reply(site, request, internet));
            case "WSUSLocationRequest" -> Optional.of(UpdateLocations.reply(site, internet));
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

    private static boolean onInternet(Element request) {
        Element info = request.child("ClientLocationInfo").orElse(request);
        return info.attribute("OnInternet").equals("1")
                || info.attribute("UseInternetDP").equals("1");
    }

    private String siteInformation() {
        return """
                <SiteInfoReply SchemaVersion="1.00"><Site><SiteCode>%s</SiteCode><Version>%s</Version><BuildNumber>%s</BuildNumber>\
                <SecurityConfiguration><SecurityModeMask>%d</SecurityModeMask></SecurityConfiguration></Site></SiteInfoReply>""".formatted(
                        Escaped.xml(site.siteCode()), SiteFacts.VERSION, SiteFacts.BUILD, MpList.sslState(site.mode()));
    }

    private String managementPoints(boolean internet) {
        return "<MPLocationReply SchemaVersion=\"1.00\"><InternetMP>%s</InternetMP>%s</MPLocationReply>"
                .formatted(internet ? Escaped.xml(site.internetMp()) : "", MpList.of(site));
    }

    private String assignedSite() {
        return "<AssignedSiteReply SchemaVersion=\"1.00\"><AssignedSite SiteCode=\"%s\"/></AssignedSiteReply>"
                .formatted(Escaped.xml(site.siteCode()));
    }
}
