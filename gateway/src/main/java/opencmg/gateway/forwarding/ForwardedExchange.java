package opencmg.gateway.forwarding;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
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

/** One admitted request and its answer, from admission until the last byte has left. Lives on one event loop. */
public final class ForwardedExchange {

    /** The form that the connection point's table knows, by whichever face the client came (protocol.md 1.2). */
    private static final String INSIDE = "/CCM_Proxy_MutualAuth/";

    /** How many seconds the connection point may wait for the head of the answer: the site's word for this endpoint. */
    private static final String DEADLINE = "x-opencmg-deadline";

    private final Admitted admitted;
    private final MultiMap headers = new HeaderFields();
    private final @Nullable RequestBody body;
    private final Promise<RelayResponse> answer = Promise.promise();
    private final Promise<Void> abandoned = Promise.promise();
    private final Promise<Void> over = Promise.promise();
    private @Nullable Tunnel tried;
    private @Nullable Refusal cut;
    private Runnable onCutOff = () -> {};
    private boolean gone;

    /** @param body null for a request without one */
    public ForwardedExchange(Admitted admitted, @Nullable RequestBody body) {
        this.admitted = admitted;
        IdentityHeaders.forward(admitted, headers);
        headers.add(DEADLINE, Integer.toString(admitted.endpoint().deadlineSeconds()));
        this.body = body;
        if (body != null) {
            body.limit(admitted.endpoint().bodyLimit(), this::cut);
        }
    }

    public Admitted admitted() {
        return admitted;
    }

    @Nullable
    RequestBody body() {
        return body;
    }

    boolean isReadOnly() {
        String method = admitted.request().method();
        return method.equals("GET") || method.equals("HEAD");
    }

    // ------------------------------------------------------------------ on its way

    /** The tunnel of the attempt before this one. */
    @Nullable
    Tunnel tried() {
        return tried;
    }

    Future<RelayResponse> through(Tunnel tunnel) {
        tried = tunnel;
        return tunnel.relay(new RelayRequest(
                admitted.request().method(),
                INSIDE + admitted.role().id() + admitted.target(),
                headers,
                body == null ? null : body.open(),
                abandoned.future()));
    }

    Future<RelayResponse> answer() {
        return answer.future();
    }

    void settle(AsyncResult<RelayResponse> result) {
        if (result.succeeded()) {
            answer.tryComplete(result.result());
        } else {
            answer.tryFail(result.cause());
        }
    }

    // ------------------------------------------------------------------ its end

    /** Gives it up, on every further hop too: its answer fails, or breaks off if it has begun. */
    public void cut(Refusal why) {
        if (cut == null) {
            cut = why;
        }
        answer.tryFail(why);
        abandoned.tryComplete();
    }

    /** The same, and an answer that is whole but has not left yet does not wait for its reader any more. */
    void cutOff(Refusal why) {
        if (cut == null) {
            cut = why;
        }
        onCutOff.run(); // before the cut itself, whose refusal is an answer that may wait for its reader
        cut(why);
    }

    /** Called when it is cut off, in the midst of its answer perhaps. */
    public void whenCutOff(Runnable run) {
        onCutOff = run;
    }

    /** The client has gone: nobody is there to be told, but every further hop may stop. */
    public void abandon() {
        gone = true;
        answer.tryFail(new RelayFailure(FailureReason.ABANDONED, "the client has gone"));
        abandoned.tryComplete();
    }

    boolean isGivenUp() {
        return gone || cut != null;
    }

    /** Why it was given up; null when it was not. */
    public @Nullable Refusal cutBecause() {
        return cut;
    }

    /** To be called once, when the last byte has left or never will. */
    public void end() {
        over.tryComplete();
    }

    /** Completes at its {@link #end}. */
    Future<Void> over() {
        return over.future();
    }
}
