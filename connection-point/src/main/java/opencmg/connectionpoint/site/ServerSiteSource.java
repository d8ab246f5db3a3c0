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
 * Polls the site server: {@code GET /site/configuration?after=N} is answered at once when there is a newer version, or with 304 after 25 s. Retries
 * forever. After a failure it requests any version, because the site may have been replaced by another.
 */
public final class ServerSiteSource implements SiteSource {

    private static final Logger log = LoggerFactory.getLogger(ServerSiteSource.class);

    /** Longer than the 25 s for which the site holds a poll. */
    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(40);

    /** A server that answers 304 at once must not cause a tight loop. */
    private static final long POLL_INTERVAL_MILLIS = 200;

    private static final int MAX_BYTES = 16 << 20;

    private final Vertx vertx;
    private final BlockingWork blocking;
    private final HttpClient client;
    private final URI url;
    private final Secret secret;
    private final RetryDelay retryDelay;
    private final RandomGenerator random;
    private volatile String trouble = "";
    private volatile boolean closed;
    private int failures;
    private long version;

    public ServerSiteSource(
            Vertx vertx,
            BlockingWork blocking,
            HttpClient client,
            URI url,
            Secret secret,
            RetryDelay retryDelay,
            RandomGenerator random) {
        this.vertx = vertx;
        this.blocking = blocking;
        this.client = client;
        this.url = url;
        this.secret = secret;
        this.retryDelay = retryDelay;
        this.random = random;
    }

    /** Completes at once: a site may start later than its connection point. */
    @Override
    public Future<Void> start(Listener listener) {
        vertx.runOnContext(go -> poll(listener));
        return Future.succeededFuture();
    }

    private void poll(Listener listener) {
        if (closed) {
            return;
        }
        sendPoll()
                .compose(response -> process(response, listener))
                .onComplete(processed -> succeeded(listener), cause -> failed(cause, listener));
    }

    private Future<HttpClientResponse> sendPoll() {
        String base = url.getRawPath() == null ? "" : url.getRawPath().replaceAll("/+$", "");
        boolean ssl = "https".equals(url.getScheme());
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setSsl(ssl)
                .setHost(url.getHost())
                .setPort(url.getPort() > 0 ? url.getPort() : ssl ? 443 : 80)
                .setURI(base + "/site/configuration?after=" + version)
                .putHeader("authorization", "Bearer " + secret.reveal())
                .setIdleTimeout(IDLE_TIMEOUT.toMillis());
        return client.request(options).compose(request -> request.send());
    }

    private Future<Void> process(HttpClientResponse response, Listener listener) {
        return switch (response.statusCode()) {
            case 200 ->
                bodyOf(response)
                        .compose(json -> blocking.call(() -> SiteDocument.fromJson(json.getBytes())))
                        .compose(site -> listener.offer(site).onSuccess(taken -> version = site.version()));
            case 304 -> Future.succeededFuture();
            case 401, 403 ->
                Future.failedFuture(new IOException("the site server refuses the secret (" + response.statusCode()
                        + "); put the site's own secret into site.secretFile"));
            default ->
                Future.failedFuture(new IOException(
                        "the site server answers " + response.statusCode() + " " + response.statusMessage()
                                + "; is site.url the site server, for example http://127.0.0.1:8083"));
        };
    }

    private static Future<Buffer> bodyOf(HttpClientResponse response) {
        Buffer body = Buffer.buffer();
        response.handler(chunk -> {
            if (body.length() + chunk.length() > MAX_BYTES) {
                response.request()
                        .reset(0, new IOException("the site configuration is larger than 16 MiB"))
                        .onFailure(cause -> log.atDebug().setCause(cause).log("The poll could not be reset"));
            } else {
                body.appendBuffer(chunk);
            }
        });
        return response.end().map(body);
    }

    private void succeeded(Listener listener) {
        if (!trouble.isEmpty()) {
            log.atInfo().addKeyValue("site", url).log("The site server answers again");
        }
        trouble = "";
        failures = 0;
        vertx.setTimer(POLL_INTERVAL_MILLIS, tick -> poll(listener));
    }

    private void failed(Throwable cause, Listener listener) {
        if (closed) {
            return;
        }
        failures++;
        version = 0;
        trouble = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        Duration delay = retryDelay.after(failures, random);
        log.atWarn()
                .addKeyValue("site", url)
                .addKeyValue("attempt", failures)
                .addKeyValue("reason", trouble)
                .addKeyValue("againInMillis", delay.toMillis())
                .log(
                        "No configuration from the site server; check that it runs, site.url and site.secretFile. What is in force stays");
        vertx.setTimer(Math.max(1, delay.toMillis()), tick -> poll(listener));
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

    /**
     * The delay before the next attempt: doubled after each failure, with full jitter so that many connection points do not retry in step.
     *
     * @param first longest delay after the first failure
     * @param max longest delay of all
     */
    public record RetryDelay(Duration first, Duration max) {

        public static final RetryDelay DEFAULT = new RetryDelay(Duration.ofSeconds(1), Duration.ofSeconds(30));

        /** At least a tenth of the step: a delay of zero would poll a refusing server in a tight loop. */
        Duration after(int failures, RandomGenerator random) {
            long step = first.toMillis() << Math.min(Math.max(failures - 1, 0), 20);
            long bounded = Math.max(1, Math.min(step, max.toMillis()));
            return Duration.ofMillis(Math.max(1, (long) (bounded * (0.1 + 0.9 * random.nextDouble()))));
        }
    }
}
