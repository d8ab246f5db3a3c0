package opencmg.gateway.revocation;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.streams.WriteStream;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import io.vertx.ext.web.codec.BodyCodec;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import opencmg.gateway.refusal.PrintableText;
import org.jspecify.annotations.Nullable;

/**
 * Downloads small documents from untrusted servers: with one timeout for the whole response, a size limit, and without following redirects. The body
 * is piped into a sink that checks the size before it keeps a chunk. Every download has a client of its own, because closing the client is the only
 * way to stop a response of the web client at once.
 */
public final class Download {

    private final Vertx vertx;
    private final Duration timeout;
    private final int maxBytes;
    private final WebClientOptions options;
    private final Set<WebClient> clients = ConcurrentHashMap.newKeySet();

    public Download(Vertx vertx, Duration timeout, int maxBytes) {
        this.vertx = vertx;
        this.timeout = timeout;
        this.maxBytes = maxBytes;
        this.options = new WebClientOptions()
                .setConnectTimeout((int) timeout.toMillis())
                .setKeepAlive(false)
                .setDecompressionSupported(false)
                .setFollowRedirects(false)
                .setUserAgentEnabled(false);
    }

    /** The body of a 200 response; otherwise fails with a message that describes the response. */
    public Future<Buffer> get(URI url) {
        WebClient client = WebClient.create(vertx, options);
        clients.add(client);
        BoundedBody body = new BoundedBody(maxBytes);
        long timer = vertx.setTimer(
                timeout.toMillis(), id -> body.fail("no whole answer within " + timeout.toSeconds() + " s"));
        client.requestAbs(HttpMethod.GET, url.toString())
                .as(BodyCodec.pipe(body))
                .send()
                .onSuccess(body::complete)
                .onFailure(body.result::tryFail);
        return body.result.future().onComplete(done -> {
            vertx.cancelTimer(timer);
            clients.remove(client);
            client.close();
        });
    }

    /** Aborts the downloads in progress. */
    public void close() {
        clients.forEach(WebClient::close);
    }

    /** Collects a body up to a limit. Ignores everything after the limit or the timeout. */
    private static final class BoundedBody implements WriteStream<Buffer> {

        private final int maxBytes;
        private final Buffer bytes = Buffer.buffer();
        private final Promise<Buffer> result = Promise.promise();

        BoundedBody(int maxBytes) {
            this.maxBytes = maxBytes;
        }

        void complete(HttpResponse<Void> response) {
            if (response.statusCode() == 200) {
                result.tryComplete(bytes);
                return;
            }
            String location = response.getHeader("location");
            fail("answered " + response.statusCode()
                    + (location == null
                            ? ""
                            : " to " + PrintableText.quoted(location) + "; redirects are not followed"));
        }

        void fail(String reason) {
            result.tryFail(new IOException(reason));
        }

        @Override
        public Future<Void> write(Buffer chunk) {
            if (bytes.length() + chunk.length() > maxBytes) {
                fail("has more than the " + maxBytes + " bytes allowed");
            } else if (!writeQueueFull()) {
                bytes.appendBuffer(chunk);
            }
            return Future.succeededFuture();
        }

        /** Full after a failure, so that the response is paused until its connection is closed. */
        @Override
        public boolean writeQueueFull() {
            return result.future().isComplete();
        }

        @Override
        public Future<Void> end() {
            return Future.succeededFuture();
        }

        @Override
        public WriteStream<Buffer> exceptionHandler(@Nullable Handler<Throwable> handler) {
            return this;
        }

        @Override
        public WriteStream<Buffer> setWriteQueueMaxSize(int maxSize) {
            return this;
        }

        @Override
        public WriteStream<Buffer> drainHandler(@Nullable Handler<@Nullable Void> handler) {
            return this;
        }
    }
}
