package opencmg.mockmp;

import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.LongFunction;
import opencmg.mockmp.keys.PemText;
import opencmg.mockmp.settings.MockSiteSettings;
import opencmg.mockmp.site.PublishedRoles;
import opencmg.mockmp.tokens.TokenIssuer;
import opencmg.mockmp.tokens.TokenLedger;
import opencmg.settings.site.ClientTrust;
import opencmg.settings.site.SiteConfiguration;
import opencmg.settings.site.TokenTrust;

/** From a version number to the site configuration of this moment. Blocking: it asks the database what is blocked. */
final class SiteConfigurationBuilder implements LongFunction<SiteConfiguration> {

    private static final String AUDIENCE = "urn:sccm:service";

    private final MockSiteSettings settings;
    private final SiteTrust trust;
    private final TokenLedger ledger;
    private volatile Addresses addresses =
            new Addresses(URI.create("http://127.0.0.1"), URI.create("http://127.0.0.1"));

    /** Where the two roles are reached inside. */
    record Addresses(URI managementPoint, URI updatePoint) {}

    SiteConfigurationBuilder(MockSiteSettings settings, SiteTrust trust, TokenLedger ledger) {
        this.settings = settings;
        this.trust = trust;
        this.ledger = ledger;
    }

    /** To be told before the first configuration is made: ports are known only once they are open. */
    void addresses(Addresses known) {
        addresses = known;
    }

    Addresses addresses() {
        return addresses;
    }

    @Override
    public SiteConfiguration apply(long version) {
        String fqdn = settings.managementPoint().fqdn();
        Addresses here = addresses;
        return new SiteConfiguration(
                version,
                settings.siteCode(),
                trust.hierarchyId(),
                List.of(
                        PublishedRoles.managementPoint(
                                settings.mpRoleId(), fqdn, settings.mode(), here.managementPoint()),
                        PublishedRoles.updatePoint(settings.supRoleId(), fqdn, here.updatePoint())),
                new TokenTrust(
                        TokenIssuer.issuerOf(trust.hierarchyId()),
                        AUDIENCE,
                        pem(trust.keys().tokenCertificates()),
                        ledger.blocked()),
                new ClientTrust(
                        pem(trust.roots()),
                        pem(trust.intermediates()),
                        settings.clients().verifyRevocation()),
                settings.tenants());
    }

    private static List<String> pem(List<X509Certificate> certificates) {
        return certificates.stream().map(PemText::of).toList();
    }
}
