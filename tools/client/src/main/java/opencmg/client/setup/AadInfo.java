package opencmg.client.setup;

import io.vertx.core.json.JsonObject;
import java.util.Optional;
import opencmg.client.http.UnverifiedToken;
import opencmg.client.http.Web;
import opencmg.client.http.WebRequest;
import opencmg.launch.cmtrace.ComponentLog;
import opencmg.settings.Secret;
import org.jspecify.annotations.Nullable;

/**
 * The steps with Entra ID (protocol.md 3.2, 2 to 4). Gets the tenant's application from the gateway and compares it with the given Entra token. The format
 * of the gateway's response is specific to this project.
 */
final class AadInfo {

    /** Where the product requests a device token. Only logged; this client sends nothing there. */
    private static final String AUTHORITY = "https://login.microsoftonline.com/common/oauth2/token";

    /** ERROR_NOT_FOUND: this client has no token broker. */
    private static final String NO_TOKEN = "0x80070490";

    private final CcmHttp http;
    private final SetupArguments arguments;
    private final ComponentLog log;

    AadInfo(Web web, SetupArguments arguments, ComponentLog log) {
        this.http = CcmHttp.anonymous(web, log);
        this.arguments = arguments;
        this.log = log;
    }

    /** The token to exchange, empty if there is none. Sends nothing if neither a token nor a tenant is given. */
    Optional<Secret> token(InternetMp gateway, @Nullable Secret given) {
        UnverifiedToken claims = UnverifiedToken.parse(given == null ? "" : given.reveal());
        String tenant = arguments.property("AADTENANTID").orElse(claims.claim("tid"));
        if (given == null && tenant.isEmpty()) {
            return Optional.empty();
        }
        JsonObject application = application(gateway, tenant);
        String resource = arguments.property("AADRESOURCEURI").orElse(application.getString("AADRESOURCEURI", ""));
        log.info("Getting AAD (device) token with: ClientId = "
                + arguments.property("AADCLIENTAPPID").orElse(application.getString("AADCLIENTAPPID", ""))
                + ", ResourceUrl = " + resource + ", AccountId = " + AUTHORITY);
        if (given == null) {
            log.error("Failed to get AAD token for 'S-1-5-18' from WAM API. Error " + NO_TOKEN);
            return Optional.empty();
        }
        String device = claims.claim("deviceid");
        log.info("Retrieved AAD token for AAD " + (device.isEmpty() ? "user" : "device") + " '"
                + (device.isEmpty() ? claims.claim("oid") : device) + "'");
        if (!resource.isEmpty() && !claims.audiences().contains(resource)) {
            log.warning("The token is for " + claims.audiences() + ", the site expects " + resource + ".");
        }
        return Optional.of(given);
    }

    /** The tenant's application. If the gateway does not know the tenant, the token exchange may still succeed, so the result is empty. */
    private JsonObject application(InternetMp gateway, String tenant) {
        log.info("Getting AAD info from CMG '" + gateway.service() + "'");
        try {
            return http.send(WebRequest.get("https://" + gateway.service()
                            + "/CCM_Proxy_ServerAuth/AADAuthInfo?TenantID=" + tenant.replaceAll("[^A-Za-z0-9.-]", "")))
                    .json();
        } catch (SetupFailedException e) {
            if (e.isTransient() || e.code() == ErrorCode.SECURE_FAILURE) {
                throw e;
            }
            log.warning("The gateway has no AAD info of tenant '" + tenant + "': " + e.getMessage());
            return new JsonObject();
        }
    }
}
