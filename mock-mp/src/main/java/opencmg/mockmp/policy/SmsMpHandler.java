package opencmg.mockmp.policy;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.Callable;
import opencmg.mockmp.database.WorkerPool;
import opencmg.mockmp.http.RequestRefusedException;
import opencmg.mockmp.identity.CallerIdentifier;
import opencmg.mockmp.identity.PresentedCredentials;
import opencmg.mockmp.identity.TrustedPeers;
import opencmg.mockmp.location.AuthorityQueries;
import opencmg.mockmp.messaging.MessagingEntry;
import opencmg.mockmp.messaging.Utf16;

/**
 * Serves {@code GET} and {@code HEAD} of {@code .sms_pol}, {@code .sms_aut} and {@code .sms_dcm} below {@code /SMS_MP}, {@code /SMS_MP_TokenAuth} (with
 * a token) and {@code /SMS_MP_AltAuth}; {@code .sms_pol} also below {@code /SMS_MP_WindowsAuth}.
 */
public final class SmsMpHandler implements Handler<RoutingContext> {

    private static final String DOCUMENT = "DOCUMENTID=";

    private final PolicyBodies bodies;
    private final ComplianceDocuments documents;
    private final AuthorityQueries queries;
    private final CallerIdentifier callers;
    private final TrustedPeers peers;
    private final WorkerPool work;

    public SmsMpHandler(
            PolicyBodies bodies,
            ComplianceDocuments documents,
            AuthorityQueries queries,
            CallerIdentifier callers,
            TrustedPeers peers,
            WorkerPool work) {
        this.bodies = bodies;
        this.documents = documents;
        this.queries = queries;
        this.callers = callers;
        this.peers = peers;
        this.work = work;
    }

    @Override
    public void handle(RoutingContext context) {
        String path = context.normalizedPath().toLowerCase(Locale.ROOT);
        String query = decode(context.request().query());
        MultiMap headers = context.request().headers();
        PresentedCredentials presented = PresentedCredentials.of(context.request(), peers);
        MessagingEntry entry = path.startsWith("/sms_mp_tokenauth/")
                ? MessagingEntry.TOKEN
                : path.startsWith("/sms_mp_windowsauth/") ? MessagingEntry.WINDOWS : MessagingEntry.PLAIN;
        Callable<PolicyBodies.Body> body = path.endsWith(".sms_pol")
                ? () -> bodies.read(query, headers)
                : path.endsWith(".sms_dcm") ? () -> document(query) : () -> authority(query);
        work.run(() -> {
                    if (entry != MessagingEntry.PLAIN) {
                        entry.authorize(callers.identify(presented));
                    }
                    return body.call();
                })
                .compose(found -> send(context, found))
                .onFailure(failure -> {
                    entry.addChallenge(context.response(), failure);
                    context.fail(failure);
                });
    }

    private static Future<Void> send(RoutingContext context, PolicyBodies.Body body) {
        HttpServerResponse response = context.response()
                .putHeader("Content-Type", body.contentType())
                .putHeader("Content-Length", String.valueOf(body.bytes().length));
        return context.request().method().equals(HttpMethod.HEAD)
                ? response.end()
                : response.end(Buffer.buffer(body.bytes()));
    }

    private PolicyBodies.Body document(String query) {
        int at = query.toUpperCase(Locale.ROOT).indexOf(DOCUMENT);
        String id = at < 0 ? "" : query.substring(at + DOCUMENT.length()).split("&", 2)[0];
        return documents
                .find(id)
                .map(text -> new PolicyBodies.Body("text/xml; charset=utf-16", Utf16.withByteOrderMark(text)))
                .orElseThrow(() -> new RequestRefusedException(404, "Not Found", "no such document"));
    }

    private PolicyBodies.Body authority(String query) {
        return queries.reply(query)
                .map(xml -> new PolicyBodies.Body("text/xml; charset=utf-8", xml.getBytes(StandardCharsets.UTF_8)))
                .orElseThrow(() -> new RequestRefusedException(404, "Not Found", "no such query"));
    }

    /** Decodes percent-encoded braces (protocol.md 2.7); a plus sign stays a plus sign. */
    private static String decode(@org.jspecify.annotations.Nullable String query) {
        try {
            String text = query == null ? "" : URLDecoder.decode(query.replace("+", "%2B"), StandardCharsets.UTF_8);
            // No name contains a NUL, and PostgreSQL does not accept one.
            if (text.indexOf('\0') >= 0) {
                throw new RequestRefusedException(400, "Bad Request", "the query holds a NUL");
            }
            return text;
        } catch (IllegalArgumentException e) {
            throw new RequestRefusedException(400, "Bad Request", "the query is not percent-encoded");
        }
    }
}
