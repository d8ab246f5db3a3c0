package opencmg.client.setup;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Path;
import java.util.Locale;
import opencmg.client.http.NoResponseException;
import opencmg.client.http.Web;
import opencmg.client.http.WebRequest;
import opencmg.client.http.WebResponse;
import opencmg.client.message.Envelope;
import opencmg.client.message.Message;
import opencmg.client.message.Reply;
import opencmg.client.message.UnreadableReplyException;
import opencmg.launch.cmtrace.ComponentLog;

/** Sends requests and logs each of them as the product does. Blocks until the response has arrived. */
final class CcmHttp {

    /** The options of every request in the product's logs: 0xe0 in info lines, 224 in error lines. */
    private static final String OPTIONS = "Options=0xe0";

    private final Web web;
    private final String userAgent;
    private final String flags;
    private final ComponentLog log;

    private CcmHttp(Web web, String userAgent, String flags, ComponentLog log) {
        this.web = web;
        this.userAgent = userAgent;
        this.flags = flags;
        this.log = log;
    }

    /** For requests of the installer. */
    static CcmHttp setup(Web web, ComponentLog log) {
        return new CcmHttp(web, "ccmsetup", "0x4100", log);
    }

    /** For requests of the agent. */
    static CcmHttp agent(Web web, ComponentLog log) {
        return new CcmHttp(web, "SMS CCM 5.0", "0x4100", log);
    }

    /** For requests without a credential, which have other flags in the product's logs. */
    static CcmHttp anonymous(Web web, ComponentLog log) {
        return new CcmHttp(web, "SMS CCM 5.0", "0x1304", log);
    }

    /** Sends a request and returns the response if its status is 2xx; fails with {@link SetupFailedException} otherwise. */
    WebResponse send(WebRequest request) {
        logRequest(request);
        WebResponse response = await(request, web.send(request.header("User-Agent", userAgent)));
        requireSuccess(request, response);
        return response;
    }

    /** As {@link #send}, but writes the body to a file, after the first {@code offset} bytes. */
    void download(WebRequest request, Path file, long offset) {
        logRequest(request);
        requireSuccess(request, await(request, web.download(request.header("User-Agent", userAgent), file, offset)));
    }

    /** Sends a message with {@code CCM_POST} and unpacks the reply. */
    Reply exchange(WebRequest request, Message message, byte[] packed) {
        log.info("Sending remote sync message '" + message.bracedId() + "' to host '" + message.target()
                + "' endpoint '" + message.endpoint() + "'. Flags 0x280");
        WebResponse response = send(request.body(Envelope.CONTENT_TYPE, Buffer.buffer(packed)));
        try {
            Reply reply = Envelope.unpack(
                    response.header("Content-Type"), response.body().getBytes());
            log.info("Message '" + message.bracedId() + "' got reply message '" + reply.id() + "' to endpoint 'dummy'");
            return reply;
        } catch (UnreadableReplyException e) {
            throw unreadable(e);
        }
    }

    /** Sends a message that has no reply. */
    void sendReport(WebRequest request, Message message, byte[] packed) {
        log.info("Sending async message '" + message.bracedId() + "' to outgoing queue 'mp:[http]"
                + message.endpoint().toLowerCase(Locale.ROOT) + "'");
        WebResponse accepted = send(request.body(Envelope.CONTENT_TYPE, Buffer.buffer(packed)));
        log.info("Message '" + message.bracedId() + "' was taken with HTTP status " + accepted.status());
    }

    /** Logs and wraps the error of a complete response that cannot be parsed. */
    SetupFailedException unreadable(RuntimeException cause) {
        log.error(String.valueOf(cause.getMessage()));
        return new SetupFailedException("upstream", ErrorCode.BAD_DATA, String.valueOf(cause.getMessage()));
    }

    private void logRequest(WebRequest request) {
        // The token in a request to CCM_STS is not a CCM token.
        boolean token = request.headers().containsKey("Authorization")
                && !request.target().endsWith("/CCM_STS");
        log.info(userAgent + ": Host=" + request.uri().getHost() + ", Path=" + request.target() + ", Port="
                + request.port()
                + ", Protocol=" + request.uri().getScheme() + ", CcmTokenAuth=" + (token ? 1 : 0) + ", Flags=" + flags
                + ", " + OPTIONS);
        if (token) {
            log.info("Appending CCM Token to the header.");
        }
    }

    private WebResponse await(WebRequest request, Future<WebResponse> response) {
        try {
            return response.await();
        } catch (NoResponseException e) {
            NoResponseException.Step step = e.step();
            if (step == NoResponseException.Step.TLS) {
                SecureFailure.of(e).log(log);
            }
            log.error("[CCMHTTP] ERROR: URL=" + request.uri() + ", Port=" + request.port() + ", Options=224, Code="
                    + step.code() + ", Text=" + step.text());
            throw new SetupFailedException(hopOf(request), code(step), String.valueOf(e.getMessage()));
        }
    }

    /** The hop at the other end of the connection. */
    private static String hopOf(WebRequest request) {
        return request.target().regionMatches(true, 0, "/CCM_Proxy_", 0, "/CCM_Proxy_".length())
                ? "gateway"
                : "upstream";
    }

    private static ErrorCode code(NoResponseException.Step step) {
        return switch (step) {
            case NAME_LOOKUP, CONNECT -> ErrorCode.CANNOT_CONNECT;
            case TLS -> ErrorCode.SECURE_FAILURE;
            case TIMEOUT -> ErrorCode.TIMEOUT;
            case BROKEN -> ErrorCode.BROKEN;
        };
    }

    private void requireSuccess(WebRequest request, WebResponse response) {
        if (response.ok()) {
            return;
        }
        log.error("[CCMHTTP] ERROR: URL=" + request.uri() + ", Port=" + request.port()
                + ", Options=224, Code=0, Text=CCM_E_BAD_HTTP_STATUS_CODE");
        log.error("[CCMHTTP] ERROR INFO: StatusCode=" + response.status() + " StatusText=" + response.statusMessage());
        throw new SetupFailedException(
                response.hop().isEmpty() ? "upstream" : response.hop(),
                requiresClientCertificate(request, response) ? ErrorCode.NO_CLIENT_PKI_CERT : ErrorCode.BAD_HTTP_STATUS,
                response.status(),
                request + ": " + response.summary());
    }

    /** IIS 403.7 from a management point on the intranet. Through a gateway it would concern the connection point's certificate. */
    private static boolean requiresClientCertificate(WebRequest request, WebResponse response) {
        return response.status() == 403
                && response.statusMessage().equalsIgnoreCase("Client certificate required")
                && hopOf(request).equals("upstream");
    }
}
