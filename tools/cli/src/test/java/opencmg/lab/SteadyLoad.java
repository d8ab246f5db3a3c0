package opencmg.lab;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemTrustOptions;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import opencmg.client.descriptor.LabFile;

/**
 * Clients that ask again and again until they are told to stop, each on a connection of its own, kept alive for some requests and then made anew:
 * short requests and small uploads. Tries nothing twice: what fails is counted.
 */
final class SteadyLoad {

    private static final int REQUESTS_PER_CONNECTION = 25;
    private static final int THINK_MILLIS = 40;
    private static final long MOST_MILLIS = 120_000;
    private static final Buffer UPLOAD = Buffer.buffer(new byte[24 << 10]);

    private final Vertx vertx;
    private final LabFile lab;
    private final List<Future<?>> workers = new ArrayList<>();
    private final AtomicLong served = new AtomicLong();
    private final AtomicInteger asking = new AtomicInteger();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private volatile boolean resting;
    private volatile boolean stopping;

    SteadyLoad(Vertx vertx, LabFile lab) {
        this.vertx = vertx;
        this.lab = lab;
    }

    void start(int askers, int uploaders) {
        String base = URI.create(lab.serverAuth()).getRawPath();
        for (int i = 0; i < askers; i++) {
            worker(HttpMethod.GET, base + "/SMS_MP/.sms_aut?MPLIST");
        }
        for (int i = 0; i < uploaders; i++) {
            worker(HttpMethod.valueOf("BITS_POST"), base + "/CCM_Incoming/lab");
        }
    }

    /** Requests that were answered whole, by 200, so far. */
    long served() {
        return served.get();
    }

    /** What went wrong with the others. */
    List<String> failures() {
        return failures;
    }

    /** Waits until so many more requests were answered. */
    void awaitServed(int more) {
        long goal = served.get() + more;
        await(() -> served.get() >= goal, "so many, " + goal + ", were served");
    }

    /** Lets each client finish what it is at; it begins nothing until {@link #goOn}. */
    void rest() {
        resting = true;
        await(() -> asking.get() == 0, "nobody asks");
    }

    /** Looks whenever a request is over. */
    private synchronized void await(BooleanSupplier condition, String what) {
        long began = System.nanoTime();
        try {
            while (!condition.getAsBoolean()) {
                long left = MOST_MILLIS - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
                if (left <= 0) {
                    throw new AssertionError("not within " + MOST_MILLIS + " ms: " + what + "; " + served + " were, "
                            + asking + " ask; " + failures);
                }
                wait(left);
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private synchronized void over() {
        asking.decrementAndGet();
        notifyAll();
    }

    void goOn() {
        resting = false;
    }

    /** Lets each client finish what it is at. */
    void stop() {
        stopping = true;
        Future.join(workers).<Void>mapEmpty().await();
    }

    private void worker(HttpMethod method, String target) {
        HttpClient client = vertx.createHttpClient(
                new HttpClientOptions()
                        .setSsl(true)
                        .setEnabledSecureTransportProtocols(Set.of("TLSv1.2"))
                        .setTrustOptions(
                                new PemTrustOptions().addCertPath(lab.caFile().toString())),
                new PoolOptions().setHttp1MaxSize(1));
        Promise<Void> over = Promise.promise();
        vertx.runOnContext(go -> again(client, method, target, 1, over));
        workers.add(over.future().eventually(client::close));
    }

    private void again(HttpClient client, HttpMethod method, String target, int number, Promise<Void> over) {
        if (stopping) {
            over.tryComplete();
            return;
        }
        asking.incrementAndGet(); // before it looks: who waits for rest looks the other way round
        if (resting) {
            over();
            vertx.setTimer(THINK_MILLIS, later -> again(client, method, target, number, over));
            return;
        }
        once(client, method, target, number % REQUESTS_PER_CONNECTION == 0)
                .onSuccess(whole -> served.incrementAndGet())
                .onFailure(cause ->
                        failures.add("number " + number + " of " + method + " " + target + ": " + cause.getMessage()))
                .onComplete(done -> {
                    over();
                    vertx.setTimer(THINK_MILLIS, later -> again(client, method, target, number + 1, over));
                });
    }

    private Future<Void> once(HttpClient client, HttpMethod method, String target, boolean last) {
        URI edge = URI.create(lab.edge());
        RequestOptions options = new RequestOptions()
                .setMethod(method)
                .setHost(edge.getHost())
                .setPort(edge.getPort())
                .setURI(target)
                .putHeader("Authorization", "Bearer " + lab.token("access"));
        if (last) {
            options.putHeader("Connection", "close");
        }
        return client.request(options)
                .compose(request -> method.equals(HttpMethod.GET) ? request.send() : request.send(UPLOAD))
                .compose(SteadyLoad::whole);
    }

    private static Future<Void> whole(HttpClientResponse response) {
        Promise<Void> whole = Promise.promise();
        long[] bytes = {0};
        response.exceptionHandler(cause -> whole.tryFail(cause.getMessage() + " after " + bytes[0] + " bytes"))
                .endHandler(end -> {
                    if (response.statusCode() == 200) {
                        whole.tryComplete();
                    } else {
                        whole.tryFail(response.statusCode() + " " + response.statusMessage());
                    }
                })
                .handler(buffer -> bytes[0] += buffer.length());
        return whole.future();
    }
}
