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
 * Carries requests to one management point with the credential that the client has: through a gateway a CCM token under ServerAuth or its TLS certificate
 * under MutualAuth; inside neither, where messages are signed and that is enough.
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

    /** The same, with its lines in the log of another component. */
    MpSession withHttp(CcmHttp other) {
        return new MpSession(other, mp, token, computer, clock);
    }

    boolean onInternet() {
        return mp instanceof InternetMp;
    }

    boolean hasToken() {
        return token != null;
    }

    /** The URL of a path at the management point, by the way of this client. */
    String url(String path) {
        return mp.url(token != null, path);
    }

    /** A request with the credential in it. */
    WebRequest request(String method, String path) {
        WebRequest plain = WebRequest.of(method, url(path));
        return token == null ? plain : plain.bearer(token.reveal());
    }

    /** A request to an address that a location reply gave. */
    WebRequest to(String method, String url) {
        WebRequest plain = WebRequest.of(method, url);
        return token == null ? plain : plain.bearer(token.reveal());
    }

    /** Location replies name roles in the MutualAuth form; a client with a token rewrites it when it sends. */
    String rewriteForRoute(String url) {
        return token == null ? url : url.replaceFirst("(?i)/CCM_Proxy_MutualAuth/", "/CCM_Proxy_ServerAuth/");
    }

    /** How a message becomes bytes: signed or not. */
    interface Packer {
        byte[] pack(Message message);
    }

    /** A synchronous message to an endpoint that serves anybody. */
    Reply message(String endpoint, String clientId, String body) {
        return message(endpoint, clientId, body, Envelope::pack);
    }

    Reply message(String endpoint, String clientId, String body, Packer packer) {
        Message message = newMessage(endpoint, clientId, body);
        return http.exchange(messaging(), message, packer.pack(message));
    }

    /** A message to which there is no reply. */
    void report(String endpoint, String clientId, String body, Packer packer) {
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
