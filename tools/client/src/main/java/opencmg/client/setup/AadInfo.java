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
 * The steps with Entra ID (protocol.md 3.2, 2 to 4): the gateway tells the application of the tenant, and the token that somebody got from Entra is held
 * against it. The form of the gateway's answer is this project's own.
 */
final class AadInfo {

    /** Whom the product asks for a device token; nobody is asked here. */
    private static final String AUTHORITY = "https://login.microsoftonline.com/common/oauth2/token";

    /** ERROR_NOT_FOUND: there is no broker for tokens here. */
    private static final String NO_TOKEN = "0x80070490";

    private final CcmHttp http;
    private final SetupArguments arguments;
    private final ComponentLog log;

    AadInfo(Web web, SetupArguments arguments, ComponentLog log) {
        this.http = CcmHttp.bare(web, log);
        this.arguments = arguments;
        this.log = log;
    }

    /** The token to exchange, or empty when the client has none; asks nobody when nothing speaks of Entra. */
    Optional<Secret> token(InternetMp gateway, @Nullable Secret given) {
        UnverifiedToken text = UnverifiedToken.parse(given == null ? "" : given.reveal());
        String tenant = arguments.property("AADTENANTID").orElse(text.claim("tid"));
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
        String device = text.claim("deviceid");
        log.info("Retrieved AAD token for AAD " + (device.isEmpty() ? "user" : "device") + " '"
                + (device.isEmpty() ? text.claim("oid") : device) + "'");
        if (!resource.isEmpty() && !text.audiences().contains(resource)) {
            log.warning("The token is for " + text.audiences() + ", the site expects " + resource + ".");
        }
        return Optional.of(given);
    }

    /** What the gateway knows of the tenant. A gateway that does not know it is not the end: the token exchange decides. */
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
