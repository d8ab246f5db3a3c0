package opencmg.lab.http;

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
import opencmg.certs.Issued;
import opencmg.certs.Pem;

/** Asks and collects. Failures of the connection come as {@link NoAnswer}; refusals are answers. */
public final class Web {

    private static final int MOST_COLLECTED = 16 << 20;

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
    public static Web showing(Vertx vertx, WebTrust trust, Issued own) {
        PemKeyCertOptions certificate = new PemKeyCertOptions()
                .addCertValue(Buffer.buffer(Pem.certificates(own.chain())))
                .addKeyValue(Buffer.buffer(Pem.key(own.key())));
        return new Web(vertx, trust.options().setKeyCertOptions(certificate), new PoolOptions().setHttp1MaxSize(1));
    }

    /** The whole answer in memory. */
    public Future<Answer> send(Ask ask) {
        return within(ask, onLoop(vertx, () -> request(ask)
                .compose(request -> request.send(ask.body()))
                .compose(Web::collect)));
    }

    /** A body of 2xx goes into the file, over what is there; any other answer is collected and leaves the file alone. */
    public Future<Answer> download(Ask ask, Path file) {
        return within(ask, onLoop(vertx, () -> request(ask)
                .compose(HttpClientRequest::send)
                .compose(response -> {
                    if (response.statusCode() / 100 != 2) {
                        return collect(response);
                    }
                    response.pause();
                    return open(file).compose(response::pipeTo).map(done -> answer(response, Buffer.buffer()));
                })));
    }

    /** Sends a file, streamed. */
    public Future<Answer> upload(Ask ask, Path file) {
        return within(ask, onLoop(vertx, () -> request(ask)
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

    private Future<HttpClientRequest> request(Ask ask) {
        RequestOptions options = new RequestOptions()
                .setMethod(ask.method())
                .setHost(ask.uri().getHost())
                .setPort(ask.port())
                .setSsl(ask.uri().getScheme().equals("https"))
                .setURI(ask.target());
        ask.headers().forEach(options::putHeader);
        return client.request(options);
    }

    private Future<AsyncFile> open(Path file) {
        return vertx.fileSystem()
                .open(
                        file.toString(),
                        new OpenOptions().setTruncateExisting(true).setWrite(true));
    }

    static Future<Answer> collect(HttpClientResponse response) {
        Promise<Answer> whole = Promise.promise();
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

    private static Answer answer(HttpClientResponse response, Buffer body) {
        return new Answer(response.statusCode(), response.statusMessage(), response.headers(), body);
    }

    private static Future<Answer> within(Ask ask, Future<Answer> answer) {
        return answer.timeout(ask.seconds(), TimeUnit.SECONDS)
                .recover(cause -> Future.failedFuture(NoAnswer.of(ask, cause)));
    }
}
