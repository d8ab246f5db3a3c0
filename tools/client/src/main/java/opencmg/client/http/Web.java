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

/** Asks and collects. Failures of the connection come as {@link NoResponseException}; refusals are answers. */
public final class Web {

    private static final int MOST_COLLECTED = 16 << 20;

    /** Of a download: it may take long as a whole, as long as bytes keep coming. */
    private static final int LONGEST_SILENCE_SECONDS = 30;

    private final Vertx vertx;
    private final HttpClient client;

    public Web(Vertx vertx, WebTrust trust) {
        this(vertx, trust.options(), new PoolOptions());
    }

    private Web(Vertx vertx, HttpClientOptions options, PoolOptions pool) {
        this.vertx = vertx;
        this.client = vertx.createHttpClient(options, pool);
    }

    /** For many requests at a time: up to so many connections, and no request waits for one longer than its deadline. */
    public static Web wide(Vertx vertx, WebTrust trust, int connections) {
        return new Web(vertx, trust.options(), new PoolOptions().setHttp1MaxSize(connections));
    }

    /** For one who shows a certificate that lies in no file. */
    public static Web showing(Vertx vertx, WebTrust trust, IssuedCertificate own) {
        PemKeyCertOptions certificate = new PemKeyCertOptions()
                .addCertValue(Buffer.buffer(Pem.certificates(own.chain())))
                .addKeyValue(Buffer.buffer(Pem.key(own.key())));
        return new Web(vertx, trust.options().setKeyCertOptions(certificate), new PoolOptions().setHttp1MaxSize(1));
    }

    /** The whole answer in memory. */
    public Future<WebResponse> send(WebRequest ask) {
        return within(ask, onLoop(vertx, () -> request(ask, ask.seconds())
                .compose(request -> request.send(ask.body()))
                .compose(Web::collect)));
    }

    /**
     * A body of 2xx goes into the file; any other answer is collected and leaves the file alone. When the connection breaks, the file holds what had come.
     *
     * @param from how many bytes the file has: only the rest is asked for. A server that sends all from the beginning is welcome to
     */
    public Future<WebResponse> download(WebRequest ask, Path file, long from) {
        WebRequest rest = from == 0 ? ask : ask.with("Range", "bytes=" + from + "-");
        return within(rest, onLoop(vertx, () -> request(rest, LONGEST_SILENCE_SECONDS)
                .compose(HttpClientRequest::send)
                .compose(response -> {
                    if (response.statusCode() / 100 != 2) {
                        return collect(response);
                    }
                    response.pause();
                    return open(file, goesOnAt(response, from))
                            .compose(response::pipeTo)
                            .map(done -> answer(response, Buffer.buffer()));
                })));
    }

    private static boolean goesOnAt(HttpClientResponse response, long from) {
        String range = response.getHeader("Content-Range");
        return response.statusCode() == 206 && range != null && range.startsWith("bytes " + from + "-");
    }

    /** Sends a file, streamed. */
    public Future<WebResponse> upload(WebRequest ask, Path file) {
        return within(ask, onLoop(vertx, () -> request(ask, ask.seconds())
                .compose(request -> vertx.fileSystem()
                        .open(file.toString(), new OpenOptions().setCreate(false))
                        .compose(request::send))
                .compose(Web::collect)));
    }

    public Future<Void> close() {
        return client.close();
    }

    /** All steps on one event loop: between two steps of another thread the answer could come and go unseen. */
    static <T> Future<T> onLoop(Vertx vertx, Supplier<Future<T>> steps) {
        if (Context.isOnEventLoopThread()) {
            return steps.get();
        }
        Promise<T> end = Promise.promise();
        vertx.getOrCreateContext().runOnContext(now -> steps.get().onComplete(end));
        return end.future();
    }

    private Future<HttpClientRequest> request(WebRequest ask, int silence) {
        RequestOptions options = new RequestOptions()
                .setMethod(ask.method())
                .setHost(ask.uri().getHost())
                .setPort(ask.port())
                .setSsl(ask.uri().getScheme().equals("https"))
                .setURI(ask.target())
                // Ends the exchange itself: nobody waits any more, and a pool of one connection must be free again.
                .setIdleTimeout(TimeUnit.SECONDS.toMillis(silence));
        ask.headers().forEach(options::putHeader);
        return client.request(options);
    }

    private Future<AsyncFile> open(Path file, boolean goOn) {
        return vertx.fileSystem()
                .open(
                        file.toString(),
                        new OpenOptions()
                                .setAppend(goOn)
                                .setTruncateExisting(!goOn)
                                .setWrite(true));
    }

    static Future<WebResponse> collect(HttpClientResponse response) {
        Promise<WebResponse> whole = Promise.promise();
        Buffer body = Buffer.buffer();
        response.handler(chunk -> {
                    if (body.length() + chunk.length() > MOST_COLLECTED) {
                        whole.tryFail("the answer has more than " + MOST_COLLECTED + " bytes");
                        response.request().reset().onFailure(whole::tryFail);
                    } else {
                        body.appendBuffer(chunk);
                    }
                })
                .exceptionHandler(whole::tryFail)
                .endHandler(end -> whole.tryComplete(answer(response, body)));
        return whole.future();
    }

    private static WebResponse answer(HttpClientResponse response, Buffer body) {
        return new WebResponse(response.statusCode(), response.statusMessage(), response.headers(), body);
    }

    private static Future<WebResponse> within(WebRequest ask, Future<WebResponse> answer) {
        return answer.timeout(ask.seconds(), TimeUnit.SECONDS)
                .recover(cause -> Future.failedFuture(NoResponseException.of(ask, cause)));
    }
}
