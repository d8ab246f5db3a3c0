package opencmg.client.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import opencmg.certs.IssuedCertificate;
import opencmg.certs.Pem;

/**
 * An HTTP client. A connection failure is reported as {@link NoResponseException}; a response with an error status is a normal
 * result. Redirects are not followed.
 */
public final class Web {

    /** For a download, which may take long as long as bytes keep arriving. */
    private static final int DOWNLOAD_IDLE_SECONDS = 30;

    private final Vertx vertx;
    /** Closes with a future, unlike the web client. */
    private final HttpClient connections;

    private final WebClient client;

    public Web(Vertx vertx, WebTrust trust) {
        this(vertx, trust.options(), new PoolOptions());
    }

    Web(Vertx vertx, WebClientOptions options, PoolOptions pool) {
        this.vertx = vertx;
        this.connections = vertx.createHttpClient(options, pool);
        this.client = WebClient.wrap(connections, options).addInterceptor(ResponseBody::intercept);
    }

    /** A client for concurrent requests. A request waits for one of the connections until its timeout at most. */
    public static Web pooled(Vertx vertx, WebTrust trust, int connections) {
        return new Web(vertx, trust.options(), new PoolOptions().setHttp1MaxSize(connections));
    }

    /** A client with one connection and a client certificate from memory. */
    public static Web withCertificate(Vertx vertx, WebTrust trust, IssuedCertificate certificate) {
        WebClientOptions options = trust.options();
        options.setKeyCertOptions(new PemKeyCertOptions()
                .addCertValue(Buffer.buffer(Pem.certificates(certificate.chain())))
                .addKeyValue(Buffer.buffer(Pem.key(certificate.key()))));
        return new Web(vertx, options, new PoolOptions().setHttp1MaxSize(1));
    }

    /** Sends a request and collects the response in memory, at most 16 MiB. */
    public Future<WebResponse> send(WebRequest request) {
        return send(request, ResponseBody.inMemory());
    }

    Future<WebResponse> send(WebRequest request, ResponseBody body) {
        return finish(
                request, body, prepare(request, request.timeoutSeconds(), body).sendBuffer(request.body()));
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
        ResponseBody body = new ResponseBody(response -> response.statusCode() / 100 == 2
                ? openForWriting(file, continuesAt(response, offset)).map(Optional::of)
                : Future.succeededFuture(Optional.empty()));
        return finish(ranged, body, prepare(ranged, DOWNLOAD_IDLE_SECONDS, body).send());
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
        ResponseBody body = ResponseBody.inMemory();
        return finish(
                request,
                body,
                vertx.fileSystem()
                        .open(file.toString(), new OpenOptions().setCreate(false))
                        .compose(content -> prepare(request, request.timeoutSeconds(), body)
                                .sendStream(content)
                                .eventually(content::close)));
    }

    public Future<Void> close() {
        return connections.close();
    }

    private HttpRequest<Buffer> prepare(WebRequest request, int idleSeconds, ResponseBody body) {
        HttpRequest<Buffer> prepared = client.request(
                        request.method(), request.port(), request.uri().getHost(), request.target())
                .ssl(request.uri().getScheme().equals("https"))
                // Resets the exchange. The timeout of the future alone would leave the connection of the pool in use.
                .idleTimeout(TimeUnit.SECONDS.toMillis(idleSeconds))
                .as(body);
        request.headers().forEach(prepared::putHeader);
        return prepared;
    }

    private static Future<WebResponse> finish(
            WebRequest request, ResponseBody body, Future<HttpResponse<Buffer>> response) {
        Promise<HttpResponse<Buffer>> first = Promise.promise();
        body.result().onFailure(first::tryFail);
        response.onSuccess(first::tryComplete).onFailure(first::tryFail);
        return first.future()
                .timeout(request.timeoutSeconds(), TimeUnit.SECONDS)
                .map(received -> new WebResponse(
                        received.statusCode(), received.statusMessage(), received.headers(), received.body()))
                .recover(cause ->
                        body.abort().transform(ended -> Future.failedFuture(NoResponseException.of(request, cause))));
    }
}
