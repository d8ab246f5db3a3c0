package opencmg.mockmp;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import opencmg.mockmp.settings.MockSiteSettings;
import opencmg.settings.site.MpMode;
import opencmg.settings.site.Tenant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Entra tokens at the token service, against a key set of the test's own. */
class EntraTest {

    private static final String TENANT = "f2c1a9f0-1111-4c5b-82f3-bf673e5bd0a2";
    private static final String ISSUER = "https://sts.windows.net/" + TENANT + "/";
    private static final String AUDIENCE = "https://ConfigMgrService";

    @TempDir
    Path directory;

    @Test
    void exchangesEntraTokensAndRegistersTheirDevices() throws Exception {
        RSAKey key = new RSAKeyGenerator(2048).keyID("k1").generate();
        HttpServer keys = keySet(new JWKSet(key.toPublicJWK()));
        try (SiteForTests site = SiteForTests.start(settings(keys))) {
            String device = UUID.randomUUID().toString();
            String access = accessToken(sts(site, token(key, ISSUER, AUDIENCE, device, 3600)));
            assertThat(claims(access).getString("Type")).isEqualTo("Device");
            SpecClient client = new SpecClient(site.mp()).with("Authorization", "Bearer " + access);
            assertThat(client.register(Clients.TOKEN_DOOR)).contains("ApprovalStatus=\"3\"");

            String again = accessToken(sts(site, token(key, ISSUER, AUDIENCE, device, 3600)));
            assertThat(claims(again).getString("DeviceId")).isEqualTo(client.id());

            assertThat(userService(site, access).statusCode())
                    .as("a device is no user")
                    .isEqualTo(401);
            String user = token(key, ISSUER, AUDIENCE, device, 3600, "somebody@corp.example");
            assertThat(userService(site, user).body()).startsWith("<UserServiceReply");
            assertThat(userService(site, accessToken(sts(site, user))).statusCode())
                    .isEqualTo(200);
            String strange = token(key, ISSUER, AUDIENCE, "x".repeat(100), 3600);
            assertThat(claims(accessToken(sts(site, strange))).getString("EntraDeviceId"))
                    .isEmpty();

            assertThat(sts(site, token(key, ISSUER, "https://other", device, 3600))
                            .statusCode())
                    .isEqualTo(401);
            assertThat(sts(site, token(key, "https://sts.windows.net/other/", AUDIENCE, device, 3600))
                            .statusCode())
                    .isEqualTo(401);
            assertThat(sts(site, token(key, ISSUER, AUDIENCE, device, -3600)).statusCode())
                    .isEqualTo(401);
            RSAKey forged = new RSAKeyGenerator(2048).keyID("k1").generate();
            assertThat(sts(site, token(forged, ISSUER, AUDIENCE, device, 3600)).statusCode())
                    .isEqualTo(401);
        } finally {
            keys.stop(0);
        }
    }

    private MockSiteSettings settings(HttpServer keys) {
        MockSiteSettings plain = SiteForTests.settings(directory, MpMode.HTTP);
        Tenant tenant = new Tenant(
                TENANT,
                List.of(ISSUER),
                List.of(AUDIENCE),
                URI.create("http://127.0.0.1:" + keys.getAddress().getPort() + "/keys"),
                false,
                "app",
                AUDIENCE);
        return new MockSiteSettings(
                plain.siteCode(),
                null,
                directory,
                plain.mode(),
                plain.managementPoint(),
                plain.updatePoint(),
                plain.siteServer(),
                null,
                null,
                plain.clients(),
                List.of(tenant),
                null,
                plain.mpRoleId(),
                plain.supRoleId(),
                false,
                plain.messages(),
                plain.scenarios());
    }

    private static HttpServer keySet(JWKSet set) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] body = set.toString().getBytes(StandardCharsets.UTF_8);
        server.createContext("/keys", exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static String token(RSAKey key, String issuer, String audience, String device, int seconds)
            throws JOSEException {
        return token(key, issuer, audience, device, seconds, null);
    }

    private static String token(
            RSAKey key, String issuer, String audience, String device, int seconds, @Nullable String user)
            throws JOSEException {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(),
                new JWTClaimsSet.Builder()
                        .issuer(issuer)
                        .audience(audience)
                        .claim("tid", TENANT)
                        .claim("deviceid", device)
                        .claim("upn", user)
                        .expirationTime(Date.from(Instant.now().plusSeconds(seconds)))
                        .build());
        jwt.sign(new RSASSASigner(key));
        return jwt.serialize();
    }

    private static HttpResponse<String> sts(SiteForTests site, String token) {
        return site.get("/CCM_STS", request -> request.header("Authorization", "Bearer " + token));
    }

    private static HttpResponse<String> userService(SiteForTests site, String token) {
        return site.get("/CMUserService/applications", request -> request.header("Authorization", "Bearer " + token));
    }

    private static String accessToken(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return new JsonObject(response.body()).getString("access_token");
    }

    private static JsonObject claims(String token) {
        return new JsonObject(
                new String(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]), StandardCharsets.UTF_8));
    }
}
