package opencmg.client.setup;

import java.time.Clock;
import java.util.UUID;
import opencmg.client.http.WebRequest;
import opencmg.client.message.Envelope;
import opencmg.client.message.Message;
import opencmg.client.message.Reply;
import opencmg.settings.Secret;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests to one management point with the client's credential. Through a gateway that is a CCM token (path ServerAuth) or a TLS certificate (path
 * MutualAuth). On the intranet there is none: the signatures of messages suffice.
 */
final class MpSession {

    private final CcmHttp http;
    private final ManagementPoint mp;
    private final @Nullable Secret token;
    private final Computer computer;
    private final Clock clock;

    MpSession(CcmHttp http, ManagementPoint mp, @Nullable Secret token, Computer computer, Clock clock) {
        this.http = http;
        this.mp = mp;
        this.token = token;
        this.computer = computer;
        this.clock = clock;
    }

    ManagementPoint mp() {
        return mp;
    }

    Computer computer() {
        return computer;
    }

    CcmHttp http() {
        return http;
    }

    /** The same session with another log. */
    MpSession withHttp(CcmHttp other) {
        return new MpSession(other, mp, token, computer, clock);
    }

    boolean onInternet() {
        return mp instanceof InternetMp;
    }

    boolean hasToken() {
        return token != null;
    }

    /** The URL of a path at the management point, with the prefix for this client's credential. */
    String url(String path) {
        return mp.url(token != null, path);
    }

    /** A request to the management point, with the credential. */
    WebRequest request(String method, String path) {
        WebRequest plain = WebRequest.of(method, url(path));
        return token == null ? plain : plain.bearer(token.reveal());
    }

    /** A request to a URL from a location reply, with the credential. */
    WebRequest requestTo(String method, String url) {
        WebRequest plain = WebRequest.of(method, url);
        return token == null ? plain : plain.bearer(token.reveal());
    }

    /** Location replies contain MutualAuth URLs; a client with a token replaces that by ServerAuth. */
    String rewriteForRoute(String url) {
        return token == null ? url : url.replaceFirst("(?i)/CCM_Proxy_MutualAuth/", "/CCM_Proxy_ServerAuth/");
    }

    /** Sends an unsigned message and returns the reply. */
    Reply message(String endpoint, String clientId, String body) {
        return message(endpoint, clientId, body, Envelope::pack);
    }

    /** Sends a message and returns the reply. */
    Reply message(String endpoint, String clientId, String body, Envelope.Packer packer) {
        Message message = newMessage(endpoint, clientId, body);
        return http.exchange(messaging(), message, packer.pack(message));
    }

    /** Sends a message that has no reply. */
    void report(String endpoint, String clientId, String body, Envelope.Packer packer) {
        Message message = newMessage(endpoint, clientId, body);
        http.sendReport(messaging(), message, packer.pack(message));
    }

    private Message newMessage(String endpoint, String clientId, String body) {
        return new Message(UUID.randomUUID(), endpoint, mp.name(), clientId, computer.name(), clock.instant(), body);
    }

    private WebRequest messaging() {
        return request("CCM_POST", token == null ? "/ccm_system/request" : "/ccm_system_tokenauth/request");
    }
}
