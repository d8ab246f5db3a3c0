package opencmg.gateway.forwarding;

import io.vertx.core.Completable;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import opencmg.gateway.admission.Admitted;
import opencmg.gateway.admission.IdentityHeaders;
import opencmg.gateway.refusal.Refusal;
import opencmg.http.HeaderFields;
import opencmg.tunnel.FailureReason;
import opencmg.tunnel.RelayFailure;
import opencmg.tunnel.RelayRequest;
import opencmg.tunnel.RelayResponse;
import opencmg.tunnel.Tunnel;
import org.jspecify.annotations.Nullable;

/** One admitted request and its response, from admission until the last byte of the response is sent. Lives on one event loop. */
public final class ForwardedExchange {

    /** The prefix that the connection point's routing table uses, whichever prefix the client used (protocol.md 1.2). */
    private static final String INTERNAL_PREFIX = "/CCM_Proxy_MutualAuth/";

    /** Seconds that the connection point may wait for the response head; the site sets them for each endpoint. */
    private static final String DEADLINE = "x-opencmg-deadline";

    private final Admitted admitted;
    private final MultiMap headers = new HeaderFields();
    private final @Nullable RequestBody body;
    private final Promise<Void> abandoned = Promise.promise();
    private @Nullable Completable<RelayResponse> onResponse; // null before forwarding and after the response
    private Deadlines.@Nullable Entry deadline;
    private @Nullable Tunnel lastTunnel;
    private @Nullable RuntimeException cancelled;
    private @Nullable Refusal cancelReason;
    private Runnable onAbort = () -> {};
    private Runnable onEnd = () -> {};

    /** @param body null for a request without one */
    public ForwardedExchange(Admitted admitted, @Nullable RequestBody body) {
        this.admitted = admitted;
        IdentityHeaders.forward(admitted, headers);
        headers.add(DEADLINE, Integer.toString(deadlineSeconds()));
        this.body = body;
        if (body != null) {
            body.limit(admitted.endpoint().bodyLimit(), this::cancel);
        }
    }

    public Admitted admitted() {
        return admitted;
    }

    /** The header fields of the request to the connection point; may be added to until it is forwarded. */
    public MultiMap headers() {
        return headers;
    }

    @Nullable
    RequestBody body() {
        return body;
    }

    /** Bytes of the request's body so far. */
    long bytesReceived() {
        return body == null ? 0 : body.bytes();
    }

    int deadlineSeconds() {
        return admitted.endpoint().deadlineSeconds();
    }

    boolean isReadOnly() {
        String method = admitted.request().method();
        return method.equals("GET") || method.equals("HEAD");
    }

    // ------------------------------------------------------------------ request and response

    /** @return false when it was cancelled already; the callback is called then */
    boolean begin(Completable<RelayResponse> callback) {
        if (cancelled != null) {
            callback.complete(null, cancelled);
            return false;
        }
        onResponse = callback;
        return true;
    }

    void deadline(Deadlines.Entry entry) {
        deadline = entry;
    }

    /** The tunnel of the previous attempt; null before the first. */
    @Nullable
    Tunnel lastTunnel() {
        return lastTunnel;
    }

    RelayRequest requestFor(Tunnel tunnel) {
        lastTunnel = tunnel;
        return new RelayRequest(
                admitted.request().method(),
                INTERNAL_PREFIX + admitted.role().id() + admitted.target(),
                headers,
                body == null ? null : body.newReader(),
                abandoned.future());
    }

    /** Whether it waits for its response. */
    boolean isPending() {
        return onResponse != null;
    }

    /** Nothing happens unless it {@link #isPending}. */
    void complete(@Nullable RelayResponse response, @Nullable Throwable failure) {
        Completable<RelayResponse> callback = onResponse;
        if (callback != null) {
            onResponse = null;
            if (deadline != null) {
                deadline.cancel();
            }
            callback.complete(response, failure);
        }
    }

    // ------------------------------------------------------------------ cancellation and end

    /** Cancels it here and on every further hop: it fails with the reason, or its response breaks off if it has begun. */
    public void cancel(Refusal reason) {
        if (cancelReason == null) {
            cancelReason = reason;
        }
        cancel((RuntimeException) reason);
    }

    private void cancel(RuntimeException cause) {
        if (cancelled == null) {
            cancelled = cause;
        }
        complete(null, cause);
        abandoned.tryComplete();
    }

    /** Cancels it even when its response is completely written and only waits for the client to read it. */
    void abort(Refusal reason) {
        if (cancelReason == null) {
            cancelReason = reason;
        }
        onAbort.run(); // before cancel(), which may send a refusal that has to wait for the client in its turn
        cancel(reason);
    }

    /** Called by {@link #abort}, perhaps in the middle of the response. */
    public void onAbort(Runnable callback) {
        onAbort = callback;
    }

    /** Cancels it on every further hop without a refusal: the client has gone, or nobody reads the response's body. */
    public void abandon() {
        cancel(new RelayFailure(FailureReason.ABANDONED, "the client has gone"));
    }

    boolean isCancelled() {
        return cancelled != null;
    }

    /** Why it was cancelled; null when it was not, or only abandoned. */
    public @Nullable Refusal cancelReason() {
        return cancelReason;
    }

    /** Called once by {@link #end}. */
    void onEnd(Runnable callback) {
        onEnd = callback;
    }

    /** Call it once, when the last byte of the response is sent or never will be. */
    public void end() {
        onEnd.run();
    }
}
