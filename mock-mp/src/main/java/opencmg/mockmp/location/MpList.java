package opencmg.mockmp.location;

import opencmg.mockmp.xml.Escaped;
import opencmg.settings.site.MpMode;

/** The list of management points (protocol.md 2.8). */
final class MpList {

    private MpList() {}

    static String of(SiteFacts site) {
        return """
                <MPList><MP Name="%s" FQDN="%s" SiteCode="%s"><Version>%s</Version>\
                <Capabilities SchemaVersion="1.0"><Property Name="SSLState" Value="%d"/></Capabilities></MP></MPList>""".formatted(
                        Escaped.xml(site.name()),
                        Escaped.xml(site.fqdn()),
                        Escaped.xml(site.siteCode()),
                        SiteFacts.BUILD,
                        sslState(site.mode()));
    }

    /** 0 HTTP; 31 and 63 are the option bits seen with HTTPS. */
    static int sslState(MpMode mode) {
        return switch (mode) {
            case HTTP -> 0;
            case EHTTP -> 31;
            case HTTPS -> 63;
        };
    }
}
