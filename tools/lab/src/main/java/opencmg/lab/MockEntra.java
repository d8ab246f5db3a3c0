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
 * Stands for Entra ID: a real OpenID Connect server on loopback with one onboarded tenant, which issues tokens to anybody. Slow to start, so it is
 * started beside the rest.
 */
final class MockEntra {

    static final String AUDIENCE = "https://ConfigMgrService";

    private static final String ISSUER = "entra";
    private static final long EIGHT_HOURS = 8 * 3600L;

    /** Kept, since the logging of Java forgets the level of a logger that nobody holds. */
    private static final Logger CHATTY = Logger.getLogger("okhttp3.mockwebserver.MockWebServer");

    private final MockOAuth2Server server;
    private final UUID tenant = UUID.randomUUID();

    private MockEntra(MockOAuth2Server server) {
        this.server = server;
    }

    /** Blocks for about a second. */
    static MockEntra start() {
        CHATTY.setLevel(Level.WARNING);
        MockOAuth2Server server = new MockOAuth2Server();
        server.start(InetAddress.getLoopbackAddress(), 0);
        return new MockEntra(server);
    }

    UUID tenant() {
        return tenant;
    }

    /** As it stands in the tokens. */
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

    /** A token of a device in the tenant, for the resource that the site accepts. */
    String deviceToken() {
        String device = UUID.randomUUID().toString();
        return token(device, Map.of("tid", tenant.toString(), "deviceid", device))
                .serialize();
    }

    private SignedJWT token(String subject, Map<String, Object> claims) {
        return server.issueToken(
                ISSUER,
                "opencmg-lab",
                new DefaultOAuth2TokenCallback(ISSUER, subject, "JWT", List.of(AUDIENCE), claims, EIGHT_HOURS));
    }

    /** Blocks. */
    @Nullable
    Void close() {
        server.shutdown();
        return null;
    }
}
