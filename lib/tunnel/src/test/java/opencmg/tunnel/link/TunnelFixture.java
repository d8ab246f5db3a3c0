package opencmg.tunnel.link;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.streams.ReadStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import opencmg.certs.CaEnvironment;
import opencmg.certs.CertificateAuthority;
import opencmg.certs.CertificateRequest;
import opencmg.certs.Credential;
import opencmg.certs.Pem;
import opencmg.tunnel.DialListener;
import opencmg.tunnel.Hello;
import opencmg.tunnel.Relay;
import opencmg.tunnel.RelayFailure;
import opencmg.tunnel.RelayRequest;
import opencmg.tunnel.RelayResponse;
import opencmg.tunnel.Tunnel;
import opencmg.tunnel.TunnelLimits;
import opencmg.tunnel.TunnelListener;
import opencmg.tunnel.TunnelTarget;
import opencmg.tunnel.TunnelTls;
import org.jspecify.annotations.Nullable;

/** A gateway's end and a connection point's end in one JVM, over a real socket with mutual TLS. */
public final class TunnelFixture {

    static final UUID CONNECTION_POINT = UUID.fromString("5f0c7a52-31a8-4f0b-9c64-0d7f7c2c8a11");
    public static final TunnelLimits SHORT_TIMEOUTS = new TunnelLimits(
            64,
            65_535,
            64 << 10,
            Duration.ofMillis(100),
            Duration.ofMillis(600),
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            100);
    static final TunnelLimits MANY_EXCHANGES = new TunnelLimits(
            512,
            65_535,
            64 << 10,
            Duration.ofMillis(500),
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            Duration.ofSeconds(2),
            100);
    static final DialBackoff FAST_BACKOFF =
            new DialBackoff(Duration.ofMillis(20), Duration.ofMillis(50), Duration.ofSeconds(2), Duration.ofMinutes(1));

    final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
    final Context gatewayLoop = ((io.vertx.core.internal.VertxInternal) vertx).createEventLoopContext();
    final Context connectionPointLoop = ((io.vertx.core.internal.VertxInternal) vertx).createEventLoopContext();
    final Gateway gateway = new Gateway();
    final RecordingDialListener dialling = new RecordingDialListener();
    final Path directory;
    final CertificateAuthority authority = CertificateAuthority.root("Tunnel Test CA", CaEnvironment.forTests());
    final TunnelTls gatewayTls;
    final TunnelTls connectionPointTls;
    private final List<Callable<Future<Void>>> toClose = new ArrayList<>();

    TunnelFixture(Path directory) throws IOException {
        this.directory = directory;
        Pem.writeCertificates(trust(), List.of(authority.certificate()));
        gatewayTls = tls(CertificateRequest.tunnel("127.0.0.1"), "gateway");
        connectionPointTls = tls(CertificateRequest.connectionPoint(CONNECTION_POINT, "LAB"), "connection-point");
    }

    private Path trust() {
        return directory.resolve("trust.pem");
    }

    TunnelTls tls(CertificateRequest order, String name) throws IOException {
        Credential written = authority.issue(order).write(directory, name);
        return new TunnelTls(written.certFile(), written.keyFile(), trust());
    }

    TunnelServer listen(TunnelLimits limits) throws Exception {
        return listen(limits, GatewayConnection.PeerLimits.DEFAULT, gateway);
    }

    TunnelServer listen(TunnelLimits limits, GatewayConnection.PeerLimits peerLimits, TunnelListener listener)
            throws Exception {
        TunnelServer server = on(
                gatewayLoop,
                () -> TunnelServer.listen(vertx, "127.0.0.1", 0, gatewayTls, limits, peerLimits, "gw-1", listener));
        toClose.add(server::close);
        return server;
    }

    TunnelDialer dial(int port, TunnelTls tls, TunnelLimits limits, Hello hello, Relay relay) throws Exception {
        TunnelDialer dialer = on(
                connectionPointLoop,
                () -> Future.succeededFuture(TunnelDialer.start(
                        vertx,
                        List.of(new TunnelTarget("127.0.0.1", port, "127.0.0.1")),
                        tls,
                        limits,
                        FAST_BACKOFF,
                        hello,
                        relay,
                        dialling)));
        toClose.add(0, dialer::close);
        return dialer;
    }

    /** Both ends up, with default hello; the tunnel as the gateway sees it. */
    Tunnel connect(TunnelLimits limits, Relay relay) throws Exception {
        TunnelServer server = listen(limits);
        TunnelDialer ignored = dial(server.port(), connectionPointTls, limits, hello(1), relay);
        return next(gateway.up);
    }

    static Hello hello(long epoch) {
        return new Hello(CONNECTION_POINT, "LAB", "test", epoch, 512);
    }

    /** Sends from the loop that holds the connection, or from the other one. */
    Answer exchange(Tunnel tunnel, RelayRequest request, Context from) throws Exception {
        return on(from, () -> tunnel.relay(request).compose(TunnelFixture::collect));
    }

    static RelayRequest get(String target) {
        return new RelayRequest(
                "GET", target, HttpHeaders.headers(), null, Promise.promise().future());
    }

    static RelayRequest post(String target, ReadStream<ByteBuf> body) {
        return new RelayRequest(
                "CCM_POST",
                target,
                HttpHeaders.headers(),
                body,
                Promise.promise().future());
    }

    record Answer(int status, String phrase, MultiMap headers, long bytes) {}

    static Future<Answer> collect(RelayResponse response) {
        return size(response.body())
                .map(bytes -> new Answer(response.status(), response.phrase(), response.headers(), bytes));
    }

    /** Reads a body to its end and counts it. */
    static Future<Long> size(@Nullable ReadStream<ByteBuf> body) {
        if (body == null) {
            return Future.succeededFuture(0L);
        }
        Promise<Long> counted = Promise.promise();
        long[] bytes = {0};
        body.exceptionHandler(counted::tryFail)
                .endHandler(end -> counted.tryComplete(bytes[0]))
                .handler(piece -> {
                    bytes[0] += piece.readableBytes();
                    piece.release();
                })
                .resume();
        return counted.future();
    }

    static <T> T on(Context context, Callable<Future<T>> task) throws Exception {
        Promise<T> done = Promise.promise();
        context.runOnContext(go -> {
            try {
                task.call().onComplete(done);
            } catch (Exception e) {
                done.fail(e);
            }
        });
        return await(done.future());
    }

    static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    /** What a future failed with, which must be a failure of the tunnel's. */
    static RelayFailure relayFailure(Future<?> future) throws Exception {
        try {
            throw new AssertionError("did not fail: " + await(future));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RelayFailure failure) {
                return failure;
            }
            throw e;
        }
    }

    static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        T taken = queue.poll(20, TimeUnit.SECONDS);
        if (taken == null) {
            throw new AssertionError("nothing came within 20 s");
        }
        return taken;
    }

    void close() throws Exception {
        for (Callable<Future<Void>> closing : toClose) {
            await(closing.call());
        }
        await(vertx.close());
    }

    /** Writes down what the gateway's end tells. */
    static final class Gateway implements TunnelListener {
        final BlockingQueue<Tunnel> up = new LinkedBlockingQueue<>();
        final BlockingQueue<String> down = new LinkedBlockingQueue<>();
        final BlockingQueue<String> sites = new LinkedBlockingQueue<>();
        volatile String problem = "";
        volatile String objection = "";
        volatile Set<String> certifiedSites = Set.of();
        volatile Future<?> ready = Future.succeededFuture();

        @Override
        public String reasonToRefuse(Hello hello, Set<String> sites) {
            certifiedSites = sites;
            return objection;
        }

        @Override
        public void onUp(Tunnel tunnel) {
            up.add(tunnel);
        }

        @Override
        public void onDown(Tunnel tunnel, String cause) {
            down.add(cause);
        }

        @Override
        public Future<Applied> onSite(Tunnel tunnel, long version, Buffer json) {
            sites.add(version + " " + json);
            return ready.map(now -> new Applied(problem.isEmpty() ? version : 0, problem));
        }
    }

    /** Writes down what the connection point's end tells. */
    static final class RecordingDialListener implements DialListener {
        final BlockingQueue<String> up = new LinkedBlockingQueue<>();
        final BlockingQueue<String> down = new LinkedBlockingQueue<>();
        final BlockingQueue<String> failed = new LinkedBlockingQueue<>();
        final BlockingQueue<String> applied = new LinkedBlockingQueue<>();

        @Override
        public void onUp(TunnelTarget gateway, String instance) {
            up.add(instance);
        }

        @Override
        public void onDown(TunnelTarget gateway, String cause) {
            down.add(cause);
        }

        @Override
        public void onDialFailed(TunnelTarget gateway, int attempt, String cause) {
            failed.add(cause);
        }

        @Override
        public void onSiteApplied(TunnelTarget gateway, long offered, long runs, String problem) {
            applied.add(offered + " " + runs + " " + problem);
        }
    }

    /** A body whose pace the test decides. */
    static final class ControlledBody implements ReadStream<ByteBuf> {
        private final Consumer<ControlledBody> onDemand;
        io.vertx.core.@Nullable Handler<ByteBuf> handler;
        io.vertx.core.@Nullable Handler<Void> end;
        io.vertx.core.@Nullable Handler<Throwable> broken;
        volatile boolean paused = true;
        final java.util.concurrent.atomic.AtomicLong given = new java.util.concurrent.atomic.AtomicLong();

        /** {@code onDemand} runs on the caller's thread each time the stream is resumed. */
        ControlledBody(Consumer<ControlledBody> onDemand) {
            this.onDemand = onDemand;
        }

        /** {@code chunks} of 16 KiB, as fast as they are taken. */
        static ControlledBody of(Vertx vertx, int chunks) {
            Buffer chunk = Buffer.buffer(new byte[16 << 10]);
            int[] left = {chunks};
            return new ControlledBody(tap -> {
                Context context = vertx.getOrCreateContext();
                context.runOnContext(go -> {
                    while (!tap.paused && left[0] > 0) {
                        left[0]--;
                        tap.give(chunk);
                    }
                    if (left[0] == 0 && !tap.paused) {
                        left[0] = -1;
                        tap.finish();
                    }
                });
            });
        }

        void give(Buffer buffer) {
            given.addAndGet(buffer.length());
            if (handler != null) {
                handler.handle(ByteBufAllocator.DEFAULT.directBuffer().writeBytes(buffer.getBytes()));
            }
        }

        void finish() {
            if (end != null) {
                end.handle(null);
            }
        }

        void breakOff(Throwable cause) {
            if (broken != null) {
                broken.handle(cause);
            }
        }

        @Override
        public ControlledBody exceptionHandler(io.vertx.core.@Nullable Handler<Throwable> to) {
            broken = to;
            return this;
        }

        @Override
        public ControlledBody handler(io.vertx.core.@Nullable Handler<ByteBuf> to) {
            handler = to;
            return this;
        }

        @Override
        public ControlledBody pause() {
            paused = true;
            return this;
        }

        @Override
        public ControlledBody resume() {
            paused = false;
            onDemand.accept(this);
            return this;
        }

        @Override
        public ControlledBody fetch(long amount) {
            return resume();
        }

        @Override
        public ControlledBody endHandler(io.vertx.core.@Nullable Handler<Void> to) {
            end = to;
            return this;
        }
    }
}
