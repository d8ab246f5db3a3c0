package opencmg.client.message;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The reports of an installed client, which are signed and have no reply (protocol.md 2.10). */
public final class Reports {

    public static final String DISCOVERY_ENDPOINT = "MP_DdrEndpoint";
    public static final String STATUS_ENDPOINT = "MP_StatusReceiver";

    private static final String DISCOVERY_ACTION = "{00000000-0000-0000-0000-000000000003}";
    private static final DateTimeFormatter WMI_TIME = DateTimeFormatter.ofPattern(
                    "yyyyMMddHHmmss.SSS'000+000'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private Reports() {}

    /** The heartbeat: a discovery data record. */
    public static String discovery(
            String clientId, String computer, String domainName, String clientVersion, Instant now) {
        return """
            <Report><ReportHeader><Identification><Machine><ClientInstalled>1</ClientInstalled><ClientType>1</ClientType>\
            <ClientID>%1$s</ClientID><ClientVersion>%4$s</ClientVersion><NetBIOSName>%2$s</NetBIOSName><CodePage>437</CodePage>\
            <SystemDefaultLCID>1033</SystemDefaultLCID><Priority>5</Priority></Machine></Identification>\
            <ReportDetails><ReportContent>Inventory Data</ReportContent><ReportType>Full</ReportType><Date>%5$s</Date>\
            <Version>1.0</Version><Format>1.1</Format></ReportDetails>\
            <InventoryAction ActionType="Predefined"><InventoryActionID>%6$s</InventoryActionID><Description>Discovery</Description>\
            <InventoryActionLastUpdateTime>%5$s</InventoryActionLastUpdateTime></InventoryAction></ReportHeader>\
            <ReportBody>\
            <Instance ParentClass="CCM_ComputerSystem" Class="CCM_ComputerSystem" Namespace="\\\\%2$s\\root\\ccm\\invagt" Content="New">\
            <CCM_ComputerSystem><Name>%2$s</Name><Domain>WORKGROUP</Domain></CCM_ComputerSystem></Instance>\
            <Instance ParentClass="CCM_Client" Class="CCM_Client" Namespace="\\\\%2$s\\root\\ccm" Content="New">\
            <CCM_Client><ClientIDChangeDate>%5$s</ClientIDChangeDate><ClientVersion>%4$s</ClientVersion></CCM_Client></Instance>\
            <Instance ParentClass="CCM_DiscoveryData" Class="CCM_DiscoveryData" Namespace="\\\\%2$s\\root\\ccm\\invagt" Content="New">\
            <CCM_DiscoveryData><FQDN>%3$s</FQDN><IsInternet>1</IsInternet></CCM_DiscoveryData></Instance>\
            </ReportBody></Report>\
            """.formatted(
                        Xml.escape(clientId),
                        Xml.escape(computer),
                        Xml.escape(domainName),
                        Xml.escape(clientVersion),
                        WMI_TIME.format(now),
                        DISCOVERY_ACTION);
    }

    /**
     * A status message. Only fragments of the product's format are public; this format is specific to this project.
     *
     * @param number the message id, for example 500, the product's id for an installed client
     */
    public static String status(String clientId, String computer, int number, String component, Instant now) {
        return """
            <Report><ReportHeader><Identification><Machine><ClientID>%s</ClientID><NetBIOSName>%s</NetBIOSName></Machine></Identification>\
            <ReportDetails><ReportContent>Status Message</ReportContent><ReportType>Full</ReportType><Date>%s</Date>\
            <Version>1.0</Version><Format>1.0</Format></ReportDetails></ReportHeader>\
            <ReportBody><StatusMessage MessageID="%d" Component="%s" ModuleName="SMS Client" Severity="Informational"/></ReportBody></Report>\
            """.formatted(
                Xml.escape(clientId), Xml.escape(computer), WMI_TIME.format(now), number, Xml.escape(component));
    }
}
