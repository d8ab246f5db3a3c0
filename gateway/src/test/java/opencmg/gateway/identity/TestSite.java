package opencmg.gateway.identity;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import opencmg.certs.CaEnvironment;
import opencmg.certs.CertificateAuthority;
import opencmg.certs.CertificateRequest;
import opencmg.certs.IssuedCertificate;
import opencmg.certs.KeyKind;
import opencmg.certs.Pem;
import opencmg.certs.SelfSigned;
import opencmg.gateway.site.PublishedSite;
import opencmg.gateway.site.PublishedSite.PublishedRole;
import opencmg.gateway.site.PublishedSites;
import opencmg.gateway.site.PublishedSites.ApplyResult;
import opencmg.settings.site.BlockedToken;
import opencmg.settings.site.ClientTrust;
import opencmg.settings.site.Endpoint;
import opencmg.settings.site.MpMode;
import opencmg.settings.site.Role;
import opencmg.settings.site.RoleType;
import opencmg.settings.site.SiteConfiguration;
import opencmg.settings.site.Tenant;
import opencmg.settings.site.TokenTrust;

/** A site with two authorities and a token signer. Change its public fields and call {@link #publish()}. */
public final class TestSite {

    public static final String MP = "72057594037927939";
    public static final String SUP = "72057594037927940";

    // Generating RSA keys is slow, so all sites of a run share one signer.
    private static final IssuedCertificate SIGNER = newTokenSigner();

    public final TestClock clock = new TestClock();
    public final CaEnvironment caEnvironment = CaEnvironment.forTests(clock);
    public final CertificateAuthority root = authority("Test Root");
    public final CertificateAuthority issuing = root.subordinate(small("Test Issuing CA"));
    public final IssuedCertificate tokenSigner = SIGNER;
    public final TokenForge tokens = new TokenForge(tokenSigner, clock);

    public final List<X509Certificate> roots = new ArrayList<>(List.of(root.certificate()));
    public final List<X509Certificate> intermediates = new ArrayList<>(List.of(issuing.certificate()));
    public final List<X509Certificate> signers = new ArrayList<>(List.of(tokenSigner.certificate()));
    public final List<BlockedToken> blocked = new ArrayList<>();
    public final List<Tenant> tenants = new ArrayList<>();
    /** Additional to the management point and the update point. */
    public final List<Role> extraRoles = new ArrayList<>();

    public boolean verifyRevocation;
    public MpMode mode = MpMode.EHTTP;

    private final PublishedSites published = new PublishedSites();
    private long version;

    public TestSite() {
        publish();
    }

    /** Publishes the current state of the fields as a new version. */
    public void publish() {
        version++;
        ApplyResult applied = published.accept(configuration());
        if (applied.result() != ApplyResult.Result.APPLIED) {
            throw new AssertionError(applied);
        }
    }

    public PublishedSites published() {
        return published;
    }

    public PublishedSite site() {
        PublishedRole role = Objects.requireNonNull(published.current().role(MP));
        return role.site();
    }

    public SiteConfiguration configuration() {
        return new SiteConfiguration(
                version,
                "LAB",
                TokenForge.HIERARCHY,
                roles(),
                new TokenTrust(TokenForge.ISSUER, "urn:sccm:service", pem(signers), blocked),
                new ClientTrust(pem(roots), pem(intermediates), verifyRevocation),
                tenants);
    }

    private List<Role> roles() {
        List<Role> roles = new ArrayList<>(extraRoles);
        roles.add(new Role(MP, RoleType.MP, "mp1.corp.example", mode, null, managementPoint()));
        roles.add(new Role(SUP, RoleType.SUP, "sup1.corp.example", MpMode.HTTP, null, updatePoint()));
        return roles;
    }

    public static List<Endpoint> managementPoint() {
        return List.of(
                new Endpoint("CCM_STS", "/CCM_STS", 65_536, 0, true),
                new Endpoint("CCM_System", "/ccm_system", 0, 0, false),
                new Endpoint("CCM_System_TokenAuth", "/ccm_system_tokenauth", 0, 0, true),
                new Endpoint("SMS_MP", "/SMS_MP", 0, 0, true),
                new Endpoint("SMS_MP_Secret", "/SMS_MP/Secret", 0, 0, false),
                new Endpoint("CMUserService", "/CMUserService", 0, 0, false));
    }

    private static List<Endpoint> updatePoint() {
        return List.of(new Endpoint("ClientWebService", "/ClientWebService", 0, 0, false));
    }

    /** A new, unrelated root. */
    public CertificateAuthority authority(String name) {
        return CertificateAuthority.root(small(name), caEnvironment);
    }

    /** A request for an authority with a key that is fast to generate. */
    public static CertificateRequest small(String name) {
        return CertificateRequest.authority(name).withKey(KeyKind.EC_P256);
    }

    public IssuedCertificate client(String name) {
        return issuing.issue(CertificateRequest.client(name));
    }

    public IssuedCertificate selfSigned() {
        return SelfSigned.configMgrClient(caEnvironment);
    }

    /** A new token signing certificate. */
    public IssuedCertificate tokenSigner() {
        return newTokenSigner();
    }

    private static IssuedCertificate newTokenSigner() {
        return SelfSigned.make(CertificateRequest.client("SMS Token Signing Certificate"), CaEnvironment.real());
    }

    public void block(UUID id) {
        blocked.add(new BlockedToken(id, clock.instant(), "CORP\\admin"));
    }

    private static List<String> pem(List<X509Certificate> certificates) {
        return certificates.stream().map(Pem::certificate).toList();
    }
}
