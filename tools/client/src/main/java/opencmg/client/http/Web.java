package opencmg.client.http;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import opencmg.certs.IssuedCertificate;
import opencmg.certs.Pem;

/**
 * An HTTP client. A connection failure is reported as {@link NoResponseException}; a response with an error status is a normal
 * result. Redirects are not followed.
 */
public final class Web {

    private static final int MAX_BODY_BYTES = 16 << 20;

    /** For a download, which may take long as long as bytes keep arriving. */
    private static final int DOWNLOAD_IDLE_SECONDS = 30;

    private final Vertx vertx;
    private final HttpClient client;

    public Web(Vertx vertx, WebTrust trust) {
        this(vertx, trust.options(), new PoolOptions());
    }

    private Web(Vertx vertx, HttpClientOptions options, PoolOptions pool) {
        this.vertx = vertx;
        this.client = vertx.createHttpClient(options, pool);
    }

    /** A client for concurrent requests. A request waits for one of the connections until its timeout at most. */
    public static Web pooled(Vertx vertx, WebTrust trust, int connections) {
        return new Web(vertx, trust.options(), new PoolOptions().setHttp1MaxSize(connections));
    }

    /** A client with one connection and a client certificate from memory. */
    public static Web withCertificate(Vertx vertx, WebTrust trust, IssuedCertificate certificate) {
        PemKeyCertOptions options = new PemKeyCertOptions()
                .addCertValue(Buffer.buffer(Pem.certificates(certificate.chain())))
                .addKeyValue(Buffer.buffer(Pem.key(certificate.key())));
        return new Web(vertx, trust.options().setKeyCertOptions(options), new PoolOptions().setHttp1MaxSize(1));
    }

    /** Sends a request and collects the response in memory, at most 16 MiB. */
    public Future<WebResponse> send(WebRequest request) {
        return withTimeout(request, runOnEventLoop(vertx, () -> open(request, request.timeoutSeconds())
                .compose(exchange -> exchange.send(request.body()))
                .compose(Web::collect)));
    }

    /**
     * Writes the body of a 2xx response to a file. Any other response is collected and leaves the file unchanged. If the connection
     * breaks, the file keeps what was received.
     *
     * @param offset number of bytes that the file already has. Only the rest is requested; if the server sends the whole body
     *     anyway, it replaces the file
     */
    public Future<WebResponse> download(WebRequest request, Path file, long offset) {
        WebRequest ranged = offset == 0 ? request : request.header("Range", "bytes=" + offset + "-");
        return withTimeout(ranged, runOnEventLoop(vertx, () -> open(ranged, DOWNLOAD_IDLE_SECONDS)
                .compose(HttpClientRequest::send)
                .compose(response -> {
                    if (response.statusCode() / 100 != 2) {
                        return collect(response);
                    }
                    response.pause();
                    return openForWriting(file, continuesAt(response, offset))
                            .compose(response::pipeTo)
                            .map(written -> toWebResponse(response, Buffer.buffer()));
                })));
    }

    private static boolean continuesAt(HttpClientResponse response, long offset) {
        String range = response.getHeader("Content-Range");
        return response.statusCode() == 206 && range != null && range.startsWith("bytes " + offset + "-");
    }

    private Future<AsyncFile> openForWriting(Path file, boolean append) {
        return vertx.fileSystem()
                .open(
                        file.toString(),
                        new OpenOptions()
                                .setAppend(append)
                                .setTruncateExisting(!append)
                                .setWrite(true));
    }

    /** Streams a file as the request body. */
    public Future<WebResponse> upload(WebRequest request, Path file) {
        return withTimeout(request, runOnEventLoop(vertx, () -> open(request, request.timeoutSeconds())
                .compose(exchange -> vertx.fileSystem()
                        .open(file.toString(), new OpenOptions().setCreate(false))
                        .compose(exchange::send))
                .compose(Web::collect)));
    }

    public Future<Void> close() {
        return client.close();
    }

    /**
     * Runs all steps on one event loop. With steps on another thread the response could arrive between two of them, before its
     * handlers are set.
     */
    static <T> Future<T> runOnEventLoop(Vertx vertx, Supplier<Future<T>> steps) {
        if (Context.isOnEventLoopThread()) {
            return steps.get();
        }
        Promise<T> result = Promise.promise();
        vertx.getOrCreateContext().runOnContext(ignored -> steps.get().onComplete(result));
        return result.future();
    }

    private Future<HttpClientRequest> open(WebRequest request, int idleSeconds) {
        RequestOptions options = new RequestOptions()
                .setMethod(request.method())
                .setHost(request.uri().getHost())
                .setPort(request.port())
                .setSsl(request.uri().getScheme().equals("https"))
                .setURI(request.target())
                // Resets the exchange. The timeout of the future alone would leave the connection of the pool in use.
                .setIdleTimeout(TimeUnit.SECONDS.toMillis(idleSeconds));
        request.headers().forEach(options::putHeader);
        return client.request(options);
    }

    static Future<WebResponse> collect(HttpClientResponse response) {
        Promise<WebResponse> result = Promise.promise();
        Buffer body = Buffer.buffer();
        response.handler(chunk -> {
                    if (body.length() + chunk.length() > MAX_BODY_BYTES) {
                        result.tryFail("the answer has more than " + MAX_BODY_BYTES + " bytes");
                        response.request().reset().onFailure(result::tryFail);
                    } else {
                        body.appendBuffer(chunk);
                    }
                })
                .exceptionHandler(result::tryFail)
                .endHandler(end -> result.tryComplete(toWebResponse(response, body)));
        return result.future();
    }

    private static WebResponse toWebResponse(HttpClientResponse response, Buffer body) {
        return new WebResponse(response.statusCode(), response.statusMessage(), response.headers(), body);
    }

    private static Future<WebResponse> withTimeout(WebRequest request, Future<WebResponse> response) {
        return response.timeout(request.timeoutSeconds(), TimeUnit.SECONDS)
                .recover(cause -> Future.failedFuture(NoResponseException.of(request, cause)));
    }
}
