package opencmg.connectionpoint.site;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.random.RandomGenerator;
import opencmg.settings.Secret;
import opencmg.settings.site.SiteDocument;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The site server's long poll: {@code GET /site/configuration?after=N} answers with a newer version at once, or with 304 after 25 s. Asks
 * for ever; after a failure it waits, and then asks for whatever there is, because the site may be another one than before.
 */
public final class ServerSiteSource implements SiteSource {

    private static final Logger log = LoggerFactory.getLogger(ServerSiteSource.class);

    /** The site holds a poll for 25 s. */
    private static final Duration SILENCE = Duration.ofSeconds(40);

    /** A 304 that comes at once must not become a tight loop. */
    private static final long BETWEEN_POLLS_MILLIS = 200;

    private static final int MOST_BYTES = 16 << 20;

    private final Vertx vertx;
    private final BlockingWork offLoop;
    private final HttpClient client;
    private final URI url;
    private final Secret secret;
    private final RetryDelay backoff;
    private final RandomGenerator chance;
    private volatile String trouble = "";
    private volatile boolean closed;
    private int failures;
    private long version;

    public ServerSiteSource(
            Vertx vertx,
            BlockingWork offLoop,
            HttpClient client,
            URI url,
            Secret secret,
            RetryDelay backoff,
            RandomGenerator chance) {
        this.vertx = vertx;
        this.offLoop = offLoop;
        this.client = client;
        this.url = url;
        this.secret = secret;
        this.backoff = backoff;
        this.chance = chance;
    }

    /** Completes at once: a site that comes up later than its connection point is no fault. */
    @Override
    public Future<Void> start(Listener listener) {
        vertx.runOnContext(go -> poll(listener));
        return Future.succeededFuture();
    }

    private void poll(Listener listener) {
        if (closed) {
            return;
        }
        ask().compose(answer -> take(answer, listener))
                .onComplete(taken -> wentWell(listener), cause -> failed(cause, listener));
    }

    private Future<HttpClientResponse> ask() {
        String base = url.getRawPath() == null ? "" : url.getRawPath().replaceAll("/+$", "");
        boolean ssl = "https".equals(url.getScheme());
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setSsl(ssl)
                .setHost(url.getHost())
                .setPort(url.getPort() > 0 ? url.getPort() : ssl ? 443 : 80)
                .setURI(base + "/site/configuration?after=" + version)
                .putHeader("authorization", "Bearer " + secret.reveal())
                .setIdleTimeout(SILENCE.toMillis());
        return client.request(options).compose(request -> request.send());
    }

    private Future<Void> take(HttpClientResponse answer, Listener listener) {
        return switch (answer.statusCode()) {
            case 200 ->
                bodyOf(answer)
                        .compose(json -> offLoop.call(() -> SiteDocument.fromJson(json.getBytes())))
                        .compose(site -> listener.offer(site).onSuccess(taken -> version = site.version()));
            case 304 -> Future.succeededFuture();
            case 401, 403 ->
                Future.failedFuture(new IOException("the site server refuses the secret (" + answer.statusCode()
                        + "); put the site's own secret into site.secretFile"));
            default ->
                Future.failedFuture(new IOException("the site server answers " + answer.statusCode() + " "
                        + answer.statusMessage() + "; is site.url the site server, for example http://127.0.0.1:8083"));
        };
    }

    private static Future<Buffer> bodyOf(HttpClientResponse answer) {
        Buffer whole = Buffer.buffer();
        answer.handler(piece -> {
            if (whole.length() + piece.length() > MOST_BYTES) {
                answer.request()
                        .reset(0, new IOException("the site configuration is larger than 16 MiB"))
                        .onFailure(cause -> log.atDebug().setCause(cause).log("The poll could not be reset"));
            } else {
                whole.appendBuffer(piece);
            }
        });
        return answer.end().map(whole);
    }

    private void wentWell(Listener listener) {
        if (!trouble.isEmpty()) {
            log.atInfo().addKeyValue("site", url).log("The site server answers again");
        }
        trouble = "";
        failures = 0;
        vertx.setTimer(BETWEEN_POLLS_MILLIS, tick -> poll(listener));
    }

    private void failed(Throwable cause, Listener listener) {
        if (closed) {
            return;
        }
        failures++;
        version = 0;
        trouble = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        Duration wait = backoff.after(failures, chance);
        log.atWarn()
                .addKeyValue("site", url)
                .addKeyValue("attempt", failures)
                .addKeyValue("reason", trouble)
                .addKeyValue("againInMillis", wait.toMillis())
                .log(
                        "No configuration from the site server; check that it runs, site.url and site.secretFile. What is in force stays");
        vertx.setTimer(Math.max(1, wait.toMillis()), tick -> poll(listener));
    }

    @Override
    public String place() {
        return url.toString();
    }

    @Override
    public String trouble() {
        return trouble;
    }

    @Override
    public Future<Void> close() {
        closed = true;
        return client.close();
    }
}
