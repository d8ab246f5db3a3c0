package opencmg.client.http;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnection;
import io.vertx.ext.web.client.impl.ClientPhase;
import io.vertx.ext.web.client.impl.HttpContext;
import io.vertx.ext.web.codec.BodyCodec;
import io.vertx.ext.web.codec.spi.BodyStream;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The body of one response: collected in memory up to a limit, or written to a file. The web client's own codecs have no limit and
 * cannot choose the target by the status.
 */
final class ResponseBody implements BodyCodec<Buffer>, BodyStream<Buffer> {

    private static final int MAX_COLLECTED_BYTES = 16 << 20;

    private final Function<HttpClientResponse, Future<Optional<AsyncFile>>> target;
    private final Buffer collected = Buffer.buffer();
    private final Promise<Buffer> result = Promise.promise();
    private final Promise<Void> closed = Promise.promise();
    private volatile @Nullable HttpClientRequest exchange;
    private volatile @Nullable AsyncFile file;
    private boolean closing;

    /** @param target chooses a file by status and headers; empty to collect the body */
    ResponseBody(Function<HttpClientResponse, Future<Optional<AsyncFile>>> target) {
        this.target = target;
    }

    /** A body of at most 16 MiB in memory. */
    static ResponseBody inMemory() {
        return new ResponseBody(response -> Future.succeededFuture(Optional.empty()));
    }

    /** An interceptor of the web client. It chooses the target while the response is paused, before the body is read. */
    static void intercept(HttpContext<?> context) {
        if (context.phase() == ClientPhase.RECEIVE_RESPONSE
                && context.request().bodyCodec() instanceof ResponseBody body) {
            body.open(context.clientResponse()).onComplete(opened -> {
                if (opened.succeeded()) {
                    context.next();
                } else {
                    var unused = context.fail(opened.cause()); // an HttpContext completes its own future
                }
            });
        } else {
            context.next();
        }
    }

    private Future<Void> open(HttpClientResponse response) {
        exchange = response.request();
        // Until the body is read nobody else listens, and a failure would be lost.
        response.exceptionHandler(result::tryFail);
        return target.apply(response).compose(opened -> {
            file = opened.orElse(null);
            return result.future().failed()
                    ? closeFile()
                            .compose(closed ->
                                    Future.failedFuture(result.future().cause()))
                    : Future.succeededFuture();
        });
    }

    /** The connection of the exchange, once a response has arrived. */
    HttpConnection connection() {
        return Objects.requireNonNull(exchange, "no response has arrived").connection();
    }

    /** Resets the exchange if it is still running, and closes the file. The file keeps what was received. Any thread. */
    Future<Void> abort() {
        HttpClientRequest current = exchange;
        if (current != null) {
            // Not awaited: the future of a reset does not complete on a connection that is closed already.
            current.reset().onFailure(alreadyEnded -> {});
        }
        return closeFile();
    }

    // Closed only once, but the pipe ends the stream of a broken response too.
    private synchronized Future<Void> closeFile() {
        AsyncFile current = file;
        if (current == null) {
            return Future.succeededFuture();
        }
        if (!closing) {
            closing = true;
            current.close().onComplete(closed);
        }
        return closed.future();
    }

    @Override
    public BodyStream<Buffer> stream() {
        return this;
    }

    @Override
    public Future<Void> write(Buffer chunk) {
        AsyncFile current = file;
        if (current != null) {
            return current.write(chunk);
        }
        if (result.future().failed()) {
            return Future.succeededFuture();
        }
        if (collected.length() + chunk.length() > MAX_COLLECTED_BYTES) {
            result.tryFail("the answer has more than " + MAX_COLLECTED_BYTES + " bytes");
            return Future.succeededFuture();
        }
        collected.appendBuffer(chunk);
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> end() {
        return closeFile().onSuccess(done -> result.tryComplete(collected));
    }

    @Override
    public void handle(Throwable failure) {
        result.tryFail(failure);
    }

    /** Fails as soon as the body is too large, while the response may still go on. */
    @Override
    public Future<Buffer> result() {
        return result.future();
    }

    @Override
    public boolean writeQueueFull() {
        AsyncFile current = file;
        return current != null && current.writeQueueFull();
    }

    @Override
    public ResponseBody setWriteQueueMaxSize(int maxSize) {
        AsyncFile current = file;
        if (current != null) {
            current.setWriteQueueMaxSize(maxSize);
        }
        return this;
    }

    @Override
    public ResponseBody drainHandler(@Nullable Handler<Void> handler) {
        AsyncFile current = file;
        if (current != null) {
            current.drainHandler(handler);
        }
        return this;
    }

    @Override
    public ResponseBody exceptionHandler(@Nullable Handler<Throwable> handler) {
        AsyncFile current = file;
        if (current != null) {
            current.exceptionHandler(handler);
        }
        return this;
    }
}
