package opencmg.client.message;

/** The question for a site by its code, and the answer (protocol.md 2.9). */
public final class SiteInformation {

    public static final String ENDPOINT = "MP_LocationManager";

    private SiteInformation() {}

    public static String request(String siteCode) {
        return "<SiteInformationRequest SchemaVersion=\"1.00\"><SiteCode Name=\"" + Xml.escape(siteCode)
                + "\"/></SiteInformationRequest>";
    }

    /**
     * The site that answered.
     *
     * @param siteCode three characters
     * @param version for example {@code 5.00.9128.1000}
     */
    public record Site(String siteCode, String version) {}

    /** Reads the {@code SiteInfoReply}. */
    public static Site site(Reply reply) {
        Xml answer = reply.xml();
        Xml site = answer.child("Site")
                .orElseThrow(() -> new UnreadableReplyException("the " + answer.name() + " names no Site"));
        return new Site(text(site, "SiteCode"), text(site, "Version"));
    }

    private static String text(Xml site, String child) {
        return site.child(child)
                .map(Xml::text)
                .filter(value -> !value.isEmpty())
                .orElseThrow(() -> new UnreadableReplyException("the Site of the answer has no " + child));
    }
}
