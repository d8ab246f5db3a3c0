package opencmg.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import opencmg.certs.Credential;

/**
 * An own load client on one event loop, for what wrk cannot do. Like wrk it does not verify the server, and it never resumes a TLS session, so
 * that each new connection costs the server a whole handshake.
 */
public final class LoadClient implements AutoCloseable {

    private static final int GRACE_SECONDS = 30;

    static {
        // Vert.x can switch off the sessions of servers alone. A client that resumes where a side lets it would compare
        // abbreviated handshakes with full ones.
        System.setProperty("io.netty.handler.ssl.openssl.sessionCacheClient", "false");
    }

    private final Vertx vertx;
    private final Context loop;
    private final NetClient net;
    private final LoadTarget target;

    private LoadClient(Vertx vertx, LoadTarget target) {
        this.vertx = vertx;
        this.target = target;
        this.loop = vertx.getOrCreateContext();
        this.net = vertx.createNetClient(options(target));
    }

    public static LoadClient to(LoadTarget target) {
        Vertx vertx = Vertx.vertx(new VertxOptions()
                .setPreferNativeTransport(true)
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setFileSystemOptions(new FileSystemOptions()
                        .setClassPathResolvingEnabled(false)
                        .setFileCachingEnabled(false)));
        return new LoadClient(vertx, target);
    }

    private static NetClientOptions options(LoadTarget target) {
        NetClientOptions options = new NetClientOptions()
                .setHostnameVerificationAlgorithm("")
                .setTrustAll(true)
                .setEnabledSecureTransportProtocols(Set.of("TLSv1.2"))
                .setSslEngineOptions(
                        OpenSSLEngineOptions.isAvailable()
                                ? new OpenSSLEngineOptions().setSessionCacheEnabled(false)
                                : new JdkSSLEngineOptions());
        options.setSsl(true).setTcpNoDelay(true).setConnectTimeout(10_000);
        // A closed connection waits for nothing: thousands a second must not use up the ports of this machine.
        options.setSoLinger(0);
        Credential certificate = target.certificate();
        if (certificate != null) {
            options.setKeyCertOptions(new PemKeyCertOptions()
                    .setCertPath(certificate.certFile().toString())
                    .setKeyPath(certificate.keyFile().toString()));
        }
        return options;
    }

    LoadTarget target() {
        return target;
    }

    /** The request of a path, outside the heap as TLS wants it; each time it is sent, a duplicate of it is. Nobody need release it. */
    ByteBuf request(String path) {
        byte[] text = target.get(path).getBytes(StandardCharsets.US_ASCII);
        return Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(
                ByteBuffer.allocateDirect(text.length).put(text).flip()));
    }

    /** On the event loop. */
    Future<LoadConnection> connect() {
        return net.connect(target.port(), "127.0.0.1").map(LoadConnection::new);
    }

    void onLoop(Runnable work) {
        loop.runOnContext(now -> work.run());
    }

    /** On the event loop, from the event loop; not rounded to milliseconds as timers are elsewhere. */
    @SuppressWarnings("FutureReturnValueIgnored") // it is never cancelled, and tells what it finds itself
    void afterNanos(long nanos, Runnable work) {
        ((ContextInternal) loop).nettyEventLoop().schedule(work, nanos, TimeUnit.NANOSECONDS);
    }

    void after(Duration time, Runnable work) {
        vertx.setTimer(Math.max(1, time.toMillis()), fired -> work.run());
    }

    /** Runs something on the event loop and waits for its end, for so long and some grace. */
    <T> T run(Duration length, Supplier<Future<T>> work) {
        Promise<T> end = Promise.promise();
        onLoop(() -> work.get().onComplete(end));
        return end.future()
                .timeout(length.toSeconds() + GRACE_SECONDS, TimeUnit.SECONDS)
                .await();
    }

    /** Status of one request over a new connection; 0 when there was no answer. */
    public int status(String path) {
        return run(Duration.ZERO, () -> connect()
                .compose(connection -> {
                    Promise<Integer> status = Promise.promise();
                    connection.send(request(path).duplicate(), response -> status.complete(response.status()));
                    return status.future().eventually(connection::close);
                })
                .timeout(10, TimeUnit.SECONDS)
                .otherwise(0));
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
