package opencmg.client.message;

/** Request and reply for information about a site (protocol.md 2.9). */
public final class SiteInformation {

    public static final String ENDPOINT = "MP_LocationManager";

    private SiteInformation() {}

    public static String request(String siteCode) {
        return "<SiteInformationRequest SchemaVersion=\"1.00\"><SiteCode Name=\"" + Xml.escape(siteCode)
                + "\"/></SiteInformationRequest>";
    }

    /**
     * The site of the reply.
     *
     * @param siteCode three characters
     * @param version for example {@code 5.00.9128.1000}
     */
    public record Site(String siteCode, String version) {}

    /** Parses a {@code SiteInfoReply}. */
    public static Site parse(Reply reply) {
        Xml root = reply.xml();
        Xml site = root.child("Site")
                .orElseThrow(() -> new UnreadableReplyException("the " + root.name() + " names no Site"));
        return new Site(text(site, "SiteCode"), text(site, "Version"));
    }

    private static String text(Xml site, String child) {
        return site.child(child)
                .map(Xml::text)
                .filter(value -> !value.isEmpty())
                .orElseThrow(() -> new UnreadableReplyException("the Site of the answer has no " + child));
    }
}
