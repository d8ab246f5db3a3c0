package opencmg.gateway.revocation;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import opencmg.gateway.refusal.PrintableText;

/**
 * Fetches small things from servers that nobody here answers for: one limit of time for the whole answer, one of size, no redirects. The plain
 * client of Vert.x rather than its web client, which can neither stop an endless answer nor limit it.
 */
public final class Download {

    private final Vertx vertx;
    private final HttpClient client;
    private final Duration timeout;
    private final int maxBytes;

    public Download(Vertx vertx, Duration timeout, int maxBytes) {
        this.vertx = vertx;
        this.timeout = timeout;
        this.maxBytes = maxBytes;
        this.client = vertx.createHttpClient(
                new HttpClientOptions()
                        .setConnectTimeout((int) timeout.toMillis())
                        .setKeepAlive(false),
                new PoolOptions().setHttp1MaxSize(4).setMaxWaitQueueSize(64));
    }

    /** The body of a 200 answer; otherwise a failure whose message tells what came instead. */
    public Future<Buffer> get(URI url) {
        RequestOptions options = new RequestOptions().setMethod(HttpMethod.GET).setAbsoluteURI(url.toString());
        return client.request(options).compose(this::send);
    }

    private Future<Buffer> send(HttpClientRequest request) {
        Promise<Buffer> promise = Promise.promise();
        long timer = vertx.setTimer(
                timeout.toMillis(),
                id -> stop(request, promise, "no whole answer within " + timeout.toSeconds() + " s"));
        request.send()
                .onSuccess(response -> receive(request, response, promise))
                .onFailure(promise::tryFail);
        return promise.future().onComplete(result -> vertx.cancelTimer(timer));
    }

    private void receive(HttpClientRequest request, HttpClientResponse response, Promise<Buffer> promise) {
        response.exceptionHandler(promise::tryFail);
        if (response.statusCode() != 200) {
            String location = response.getHeader("location");
            stop(
                    request,
                    promise,
                    "answered " + response.statusCode()
                            + (location == null
                                    ? ""
                                    : " to " + PrintableText.quoted(location) + "; redirects are not followed"));
            return;
        }
        Buffer body = Buffer.buffer();
        response.handler(chunk -> {
            if (body.length() + chunk.length() > maxBytes) {
                stop(request, promise, "has more than the " + maxBytes + " bytes allowed");
            } else {
                body.appendBuffer(chunk);
            }
        });
        response.endHandler(end -> promise.tryComplete(body));
    }

    private static void stop(HttpClientRequest request, Promise<Buffer> promise, String why) {
        if (promise.tryFail(new IOException(why))) {
            request.reset().onFailure(gone -> {});
        }
    }

    public Future<Void> close() {
        return client.close();
    }
}
