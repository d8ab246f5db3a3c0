package opencmg.gateway.forwarding;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Completable;
import io.vertx.core.Future;
import io.vertx.core.streams.ReadStream;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import opencmg.gateway.identity.CanIgnoreReturnValue;
import opencmg.tunnel.FailureReason;
import opencmg.tunnel.Hello;
import opencmg.tunnel.RelayFailure;
import opencmg.tunnel.RelayRequest;
import opencmg.tunnel.RelayResponse;
import opencmg.tunnel.Tunnel;
import opencmg.tunnel.TunnelStatus;

/** A tunnel that answers what it was told to, and remembers what it was sent. */
final class FakeTunnel implements Tunnel {

    final List<RelayRequest> sent = new ArrayList<>();
    final Deque<Future<RelayResponse>> answers = new ArrayDeque<>();
    private final Hello hello;
    boolean accepting = true;
    boolean here;
    int outstanding;
    String retiredBecause = "";

    FakeTunnel(String site, UUID connectionPoint, long epoch) {
        this.hello = new Hello(connectionPoint, site, "test", epoch, 100);
    }

    FakeTunnel() {
        this("LAB", UUID.randomUUID(), 1);
    }

    static Future<RelayResponse> ok() {
        return Future.succeededFuture(new RelayResponse(200, "OK", io.vertx.core.http.HttpHeaders.headers(), null));
    }

    @CanIgnoreReturnValue
    FakeTunnel fails(FailureReason reason) {
        answers.add(Future.failedFuture(new RelayFailure(reason, "so says the test")));
        return this;
    }

    /** The body of the first request it was sent. */
    ReadStream<ByteBuf> body() {
        return Objects.requireNonNull(sent.get(0).body());
    }

    @Override
    public void relay(RelayRequest request, Completable<RelayResponse> onResponse) {
        sent.add(request);
        Future<RelayResponse> next = answers.poll();
        (next == null ? ok() : next).onComplete(onResponse);
    }

    @Override
    public Hello peer() {
        return hello;
    }

    @Override
    public boolean isAccepting() {
        return accepting;
    }

    @Override
    public int inFlight() {
        return outstanding;
    }

    @Override
    public boolean isOnCurrentLoop() {
        return here;
    }

    @Override
    public void retire(String why) {
        retiredBecause = why;
    }

    @Override
    public TunnelStatus status() {
        return new TunnelStatus("t", "test", hello, Instant.EPOCH, null, outstanding, 0, 0, 0, "", false);
    }
}
