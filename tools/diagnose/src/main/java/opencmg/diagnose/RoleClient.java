package opencmg.diagnose;

import io.vertx.core.buffer.Buffer;
import java.time.Clock;
import java.util.UUID;
import opencmg.client.http.NoResponseException;
import opencmg.client.http.UnverifiedToken;
import opencmg.client.http.Web;
import opencmg.client.http.WebRequest;
import opencmg.client.http.WebResponse;
import opencmg.client.message.Envelope;
import opencmg.client.message.Message;
import opencmg.client.message.SiteInformation;
import opencmg.client.message.UnreadableReplyException;
import opencmg.settings.Secret;
import org.jspecify.annotations.Nullable;

/** Requests to the roles behind the gateway, with the chosen sign-in. Blocks; everything that goes wrong is a {@link CheckFailedException}. */
final class RoleClient {

    private static final int PATIENCE_SECONDS = 20;

    private final Web web;
    private final AnalysisTarget target;
    private final SignIn signIn;
    private final Clock clock;

    RoleClient(Web web, AnalysisTarget target, SignIn signIn, Clock clock) {
        this.web = web;
        this.target = target;
        this.signIn = signIn;
        this.clock = clock;
    }

    /** The CCM token to go on with; null when the TLS certificate is the credential. */
    @Nullable
    Secret ccmToken(SiteRole managementPoint) {
        Secret shown = signIn.token();
        if (shown == null || UnverifiedToken.parse(shown.reveal()).isAccess()) {
            return shown;
        }
        WebResponse answer =
                send(WebRequest.of("POST", server(managementPoint, "/CCM_STS")).bearer(shown.reveal()));
        if (!answer.ok()) {
            throw CheckFailedException.refused(
                    "Failed to get ConfigMgr token with " + signIn.kind().text() + ". Status code is '"
                            + answer.status() + "' and status description is '" + answer.statusMessage() + "'.",
                    answer);
        }
        String token = answer.json().getString("access_token", "");
        if (token.isEmpty()) {
            throw new CheckFailedException(
                    "CCM_STS answered " + answer.status() + " without an access_token.",
                    "Look at CCM_STS.log of the management point.",
                    new FailureOrigin("upstream", "", FailureOrigin.of(answer).request()));
        }
        return Secret.of(token);
    }

    /** The location request of a client that looks for its site. */
    SiteInformation.Site site(SiteRole managementPoint, @Nullable Secret token, String siteCode) {
        Message question = new Message(
                UUID.randomUUID(),
                SiteInformation.ENDPOINT,
                target.edge().getAuthority() + "/CCM_Proxy_MutualAuth/" + managementPoint.id(),
                "",
                "ANALYZER",
                clock.instant(),
                SiteInformation.request(siteCode));
        WebRequest bare = token == null
                ? WebRequest.of("CCM_POST", mutual(managementPoint, "/ccm_system/request"))
                : WebRequest.of("CCM_POST", server(managementPoint, "/ccm_system_tokenauth/request"))
                        .bearer(token.reveal());
        WebResponse answer = send(bare.body(Envelope.CONTENT_TYPE, Buffer.buffer(Envelope.pack(question))));
        if (!answer.ok()) {
            throw CheckFailedException.refused(
                    (signIn.kind() == SignIn.Kind.CERTIFICATE && answer.status() == 401
                                    ? "The location of the management point cannot be refreshed, because the gateway does not trust the chosen client"
                                            + " certificate."
                                    : "The location request failed.")
                            + status(answer),
                    answer);
        }
        try {
            return SiteInformation.parse(
                    Envelope.unpack(answer.header("Content-Type"), answer.body().getBytes()));
        } catch (UnreadableReplyException e) {
            throw new CheckFailedException(
                    "The location reply cannot be read: " + e.getMessage() + ".",
                    "Look at MP_Location.log of the management point.",
                    new FailureOrigin("upstream", "", FailureOrigin.of(answer).request()));
        }
    }

    /** Posts XML to a path of an update point. */
    WebResponse post(SiteRole updatePoint, @Nullable Secret token, String path, String soapAction, String xml) {
        WebRequest bare = token == null
                ? WebRequest.of("POST", mutual(updatePoint, path))
                : WebRequest.of("POST", server(updatePoint, path)).bearer(token.reveal());
        WebResponse answer = send(
                bare.header("SOAPAction", '"' + soapAction + '"').body("text/xml; charset=utf-8", Buffer.buffer(xml)));
        if (!answer.ok()) {
            throw CheckFailedException.refused("The software update point did not answer." + status(answer), answer);
        }
        return answer;
    }

    private static String status(WebResponse answer) {
        return " Status code is '" + answer.status() + "' and status description is '" + answer.statusMessage() + "'.";
    }

    private WebResponse send(WebRequest ask) {
        try {
            return web.send(ask.header("User-Agent", "OpenCMG connection analyzer")
                            .timeout(PATIENCE_SECONDS))
                    .await();
        } catch (NoResponseException e) {
            throw CheckFailedException.unanswered(e);
        }
    }

    private String mutual(SiteRole role, String path) {
        return target.url("/CCM_Proxy_MutualAuth/" + role.id() + path);
    }

    private String server(SiteRole role, String path) {
        return target.url("/CCM_Proxy_ServerAuth/" + role.id() + path);
    }
}
