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
 * Downloads small documents from untrusted servers: with one timeout for the whole response, a size limit, and without following redirects. Uses the
 * plain HTTP client of Vert.x, because the web client's buffering codecs can neither stop an endless response nor limit its size.
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

    /** The body of a 200 response; otherwise fails with a message that describes the response. */
    public Future<Buffer> get(URI url) {
        RequestOptions options = new RequestOptions().setMethod(HttpMethod.GET).setAbsoluteURI(url.toString());
        return client.request(options).compose(this::send);
    }

    private Future<Buffer> send(HttpClientRequest request) {
        Promise<Buffer> result = Promise.promise();
        long timer = vertx.setTimer(
                timeout.toMillis(),
                id -> abort(request, result, "no whole answer within " + timeout.toSeconds() + " s"));
        request.send().onSuccess(response -> receive(request, response, result)).onFailure(result::tryFail);
        return result.future().onComplete(done -> vertx.cancelTimer(timer));
    }

    private void receive(HttpClientRequest request, HttpClientResponse response, Promise<Buffer> result) {
        response.exceptionHandler(result::tryFail);
        if (response.statusCode() != 200) {
            String location = response.getHeader("location");
            abort(
                    request,
                    result,
                    "answered " + response.statusCode()
                            + (location == null
                                    ? ""
                                    : " to " + PrintableText.quoted(location) + "; redirects are not followed"));
            return;
        }
        Buffer body = Buffer.buffer();
        response.handler(chunk -> {
            if (body.length() + chunk.length() > maxBytes) {
                abort(request, result, "has more than the " + maxBytes + " bytes allowed");
            } else {
                body.appendBuffer(chunk);
            }
        });
        response.endHandler(end -> result.tryComplete(body));
    }

    private static void abort(HttpClientRequest request, Promise<Buffer> result, String reason) {
        if (result.tryFail(new IOException(reason))) {
            request.reset().onFailure(gone -> {});
        }
    }

    public Future<Void> close() {
        return client.close();
    }
}
