package opencmg.bench.side;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import opencmg.certs.CaEnvironment;
import opencmg.certs.CertificateAuthority;
import opencmg.certs.IssuedCertificate;
import opencmg.certs.LabAuthority;
import opencmg.certs.LabPki;
import opencmg.certs.Pem;
import opencmg.settings.site.ClientTrust;
import opencmg.settings.site.Endpoint;
import opencmg.settings.site.MpMode;
import opencmg.settings.site.Role;
import opencmg.settings.site.RoleType;
import opencmg.settings.site.SiteConfiguration;
import opencmg.settings.site.TokenTrust;

/**
 * A site of which nothing exists but its configuration, whose management point is the backend, and which has signed one CCM access token
 * (protocol.md 5.2).
 */
record BenchSite(SiteConfiguration configuration, String accessToken) {

    static final String ROLE = "72057594037927939";

    private static final Duration TOKEN_LIFETIME = Duration.ofHours(8);

    static BenchSite before(Backend backend, LabPki pki) throws IOException {
        UUID hierarchy = UUID.randomUUID();
        IssuedCertificate signer = CertificateAuthority.root("OpenCMG bench site", CaEnvironment.real())
                .identity();
        TokenTrust tokens = new TokenTrust(
                "urn:sccm:oauth2:" + hierarchy,
                "urn:sccm:service",
                List.of(Pem.certificate(signer.certificate())),
                List.of());
        Role role = new Role(
                ROLE,
                RoleType.MP,
                "mp.corp.example",
                MpMode.EHTTP,
                URI.create("http://127.0.0.1:" + backend.port()),
                List.of(new Endpoint("CCM_Client", "/CCM_Client", 0, 0, false)));
        ClientTrust clients = new ClientTrust(
                List.of(Files.readString(pki.certificateOf(LabAuthority.ROOT))),
                List.of(Files.readString(pki.certificateOf(LabAuthority.ISSUING))),
                false);
        SiteConfiguration configuration =
                new SiteConfiguration(1, "BEN", hierarchy, List.of(role), tokens, clients, List.of());
        return new BenchSite(configuration, sign(tokens, hierarchy, signer));
    }

    private static String sign(TokenTrust tokens, UUID hierarchy, IssuedCertificate signer) {
        Instant now = Instant.now();
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(tokens.issuer())
                .audience(tokens.audience())
                .notBeforeTime(Date.from(now.minusSeconds(60)))
                .expirationTime(Date.from(now.plus(TOKEN_LIFETIME)))
                .claim("TenantId", hierarchy.toString())
                .claim("SCCMTokenCategory", "CCMAccessToken")
                .claim("Type", "Device")
                .claim("UniqueId", UUID.randomUUID().toString())
                .claim("DeviceId", "GUID:" + UUID.randomUUID())
                .build();
        try {
            byte[] thumbprint = MessageDigest.getInstance("SHA-1")
                    .digest(signer.certificate().getEncoded());
            Map<String, Object> header = Map.of(
                    "alg",
                    "RS256",
                    "typ",
                    "JWT",
                    "x5t",
                    Base64URL.encode(thumbprint).toString());
            SignedJWT token = new SignedJWT(JWSHeader.parse(header), claims);
            token.sign(new RSASSASigner(signer.key()));
            return token.serialize();
        } catch (GeneralSecurityException | JOSEException | ParseException e) {
            throw new IllegalStateException("the token of the benchmark cannot be signed", e);
        }
    }
}
