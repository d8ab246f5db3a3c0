package opencmg.mockmp.location;

import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import opencmg.mockmp.keys.SiteIdentity;
import opencmg.mockmp.xml.Escaped;

/** The unsigned {@code .sms_aut} queries (protocol.md 2.8): a pure function from a query to XML. */
public final class AuthorityQueries {

    private final SiteFacts site;
    private final SiteIdentity siteServer;

    public AuthorityQueries(SiteFacts site, SiteIdentity siteServer) {
        this.site = site;
        this.siteServer = siteServer;
    }

    /**
     * Creates the reply to a query.
     *
     * @param query the decoded query string of the URL
     * @return XML; empty for an unknown query
     */
    public Optional<String> reply(String query) {
        String name = query.split("&", 2)[0].toUpperCase(Locale.ROOT);
        return Optional.ofNullable(
                switch (name) {
                    case "MPLIST", "MPLIST1", "MPLIST2" -> LocationReplies.mpList(site);
                    case "MPCERT" ->
                        "<MPCertificate FQDN=\"%s\"><X509Certificate>%s</X509Certificate></MPCertificate>"
                                .formatted(Escaped.xml(site.fqdn()), hex(siteServer.certificate()));
                    case "SITESIGNCERT" ->
                        "<SiteSigningCert><X509Certificate>%s</X509Certificate></SiteSigningCert>"
                                .formatted(hex(siteServer.certificate()));
                    case "MPKEYINFORMATION" -> keyInformation("");
                    case "MPKEYINFORMATIONMEDIA" -> keyInformation(unknownMachines());
                    case "GETCLIENTAFFINITY" -> "<ClientAffinity><User/></ClientAffinity>";
                    case "MPLOCATION" ->
                        "<MPLocation SiteCode=\"%s\" FQDN=\"%s\"/>"
                                .formatted(Escaped.xml(site.siteCode()), Escaped.xml(site.fqdn()));
                    case "SMSTRC" -> "<SMSTRC SiteCode=\"%s\"/>".formatted(Escaped.xml(site.siteCode()));
                    default -> null;
                });
    }

    private String keyInformation(String children) {
        return "<MPKEYINFORMATION><FQDN>%s</FQDN><SITECODE>%s</SITECODE>%s</MPKEYINFORMATION>"
                .formatted(Escaped.xml(site.fqdn()), Escaped.xml(site.siteCode()), children);
    }

    /** Stable ids, derived from the site code. */
    private String unknownMachines() {
        return "<UnknownMachines x86UnknownMachineGUID=\"%s\" x64UnknownMachineGUID=\"%s\"/>"
                .formatted(unknownMachineId("x86"), unknownMachineId("x64"));
    }

    private UUID unknownMachineId(String platform) {
        return UUID.nameUUIDFromBytes((site.siteCode() + " unknown " + platform).getBytes(StandardCharsets.UTF_8));
    }

    private static String hex(X509Certificate certificate) {
        try {
            return HexFormat.of().withUpperCase().formatHex(certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a parsed certificate has an encoding", e);
        }
    }
}
