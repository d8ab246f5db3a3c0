package opencmg.mockmp.updates;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import opencmg.mockmp.xml.Element;
import opencmg.mockmp.xml.Escaped;

/** ClientWebService of [MS-WUSP] 2.2.2.2, the operations that a scan needs. */
final class ClientWebService implements SoapHandler.Service {

    private final Catalogue catalogue;
    private final SyncCookies cookies;

    ClientWebService(Catalogue catalogue, SyncCookies cookies) {
        this.catalogue = catalogue;
        this.cookies = cookies;
    }

    @Override
    public String namespace() {
        return "http://www.microsoft.com/SoftwareDistribution/Server/ClientWebService";
    }

    @Override
    public String call(Element call) {
        return switch (call.name()) {
            case "GetConfig" -> config();
            case "GetCookie" -> cookie(call);
            case "RegisterComputer" -> registerComputer(call);
            case "SyncUpdates" -> sync(call);
            case "GetExtendedUpdateInfo" -> extended(call);
            default -> throw new SoapFaultException("InvalidParameters", "this operation is not part of the mock");
        };
    }

    private String config() {
        return """
            <GetConfigResult><LastChange>%s</LastChange><IsRegistrationRequired>true</IsRegistrationRequired>\
            <AuthInfo><AuthPlugInInfo><PlugInID>SimpleTargeting</PlugInID>\
            <ServiceUrl>SimpleAuthWebService/SimpleAuth.asmx</ServiceUrl><Parameter/></AuthPlugInInfo></AuthInfo>\
            <AllowedEventIds/><Properties>\
            <ConfigurationProperty><Name>MaxExtendedUpdatesPerRequest</Name><Value>50</Value></ConfigurationProperty>\
            <ConfigurationProperty><Name>ProtocolVersion</Name><Value>1.8</Value></ConfigurationProperty>\
            <ConfigurationProperty><Name>IsInventoryRequired</Name><Value>0</Value></ConfigurationProperty>\
            <ConfigurationProperty><Name>ClientReportingLevel</Name><Value>2</Value></ConfigurationProperty>\
            </Properties></GetConfigResult>\
            """.formatted(catalogue.changed());
    }

    private String cookie(Element call) {
        if (call.at("authCookies", "AuthorizationCookie").isEmpty()) {
            throw new SoapFaultException("InvalidAuthorizationCookie", "the call brings no authorization cookie");
        }
        return "<GetCookieResult>" + cookies.create() + "</GetCookieResult>";
    }

    private String registerComputer(Element call) {
        checkCookie(call);
        return "";
    }

    private String sync(Element call) {
        checkCookie(call);
        Element parameters = call.child("parameters")
                .orElseThrow(() -> new SoapFaultException("InvalidParameters", "SyncUpdates has no parameters"));
        String updates = catalogue
                .unknownTo(
                        numbers(parameters, "OtherCachedUpdateIDs"), numbers(parameters, "InstalledNonLeafUpdateIDs"))
                .stream()
                .map(this::newUpdate)
                .collect(Collectors.joining());
        return "<SyncUpdatesResult><NewUpdates>%s</NewUpdates><Truncated>false</Truncated><NewCookie>%s</NewCookie><DriverSyncNotNeeded>true</DriverSyncNotNeeded></SyncUpdatesResult>"
                .formatted(updates, cookies.create());
    }

    private String newUpdate(Catalogue.Update update) {
        return """
            <UpdateInfo><ID>%d</ID><Deployment><ID>%d</ID><Action>%s</Action><IsAssigned>true</IsAssigned>\
            <LastChangeTime>%s</LastChangeTime></Deployment><IsLeaf>%b</IsLeaf><Xml>%s</Xml></UpdateInfo>\
            """.formatted(
                        update.id(),
                        update.id() + 1000,
                        update.leaf() ? "Install" : "Evaluate",
                        catalogue.changed(),
                        update.leaf(),
                        Escaped.xml(catalogue.core(update)));
    }

    private String extended(Element call) {
        checkCookie(call);
        String updates = catalogue.byId(numbers(call, "revisionIDs")).stream()
                .map(update -> "<Update><ID>%d</ID><Xml>%s</Xml></Update>"
                        .formatted(update.id(), Escaped.xml(catalogue.localized(update))))
                .collect(Collectors.joining());
        return "<GetExtendedUpdateInfoResult><Updates>" + updates + "</Updates></GetExtendedUpdateInfoResult>";
    }

    private void checkCookie(Element call) {
        cookies.check(call.textAt("cookie", "EncryptedData"));
    }

    private static Set<Integer> numbers(Element parent, String name) {
        return parent.child(name).stream()
                .flatMap(list -> list.children("int"))
                .map(Element::text)
                .map(String::strip)
                .flatMap(text -> text.matches("[0-9]{1,9}") ? Stream.of(Integer.valueOf(text)) : Stream.empty())
                .collect(Collectors.toUnmodifiableSet());
    }
}
