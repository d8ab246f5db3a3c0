package opencmg.lab;

import com.nimbusds.jwt.SignedJWT;
import java.net.InetAddress;
import java.net.URI;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import org.jspecify.annotations.Nullable;

/**
 * A stand-in for Entra ID: a real OpenID Connect server on loopback with one tenant, which issues tokens to any caller. It starts slowly, so the
 * lab starts it in parallel with the rest.
 */
final class MockEntra {

    static final String AUDIENCE = "https://ConfigMgrService";

    private static final String ISSUER = "entra";
    private static final long LIFETIME_SECONDS = 8 * 3600L;

    /** A strong reference: java.util.logging drops the level of a logger that is garbage-collected. */
    private static final Logger SERVER_LOGGER = Logger.getLogger("okhttp3.mockwebserver.MockWebServer");

    private final MockOAuth2Server server;
    private final UUID tenant = UUID.randomUUID();

    private MockEntra(MockOAuth2Server server) {
        this.server = server;
    }

    /** Blocks for about a second. */
    static MockEntra start() {
        SERVER_LOGGER.setLevel(Level.WARNING);
        MockOAuth2Server server = new MockOAuth2Server();
        server.start(InetAddress.getLoopbackAddress(), 0);
        return new MockEntra(server);
    }

    UUID tenant() {
        return tenant;
    }

    /** The {@code iss} claim of its tokens. */
    URI issuer() {
        try {
            return URI.create(token("issuer", Map.of()).getJWTClaimsSet().getIssuer());
        } catch (ParseException e) {
            throw new IllegalStateException("a token that was just made can be read", e);
        }
    }

    URI keySet() {
        return URI.create(issuer() + "/jwks");
    }

    /** A device token of the tenant, with the audience that the site accepts. */
    String deviceToken() {
        String device = UUID.randomUUID().toString();
        return token(device, Map.of("tid", tenant.toString(), "deviceid", device))
                .serialize();
    }

    private SignedJWT token(String subject, Map<String, Object> claims) {
        return server.issueToken(
                ISSUER,
                "opencmg-lab",
                new DefaultOAuth2TokenCallback(ISSUER, subject, "JWT", List.of(AUDIENCE), claims, LIFETIME_SECONDS));
    }

    /** Blocks. */
    @Nullable
    Void close() {
        server.shutdown();
        return null;
    }
}
