package opencmg.tunnel.link;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpHeaders;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import opencmg.tunnel.RelayRequest;
import opencmg.tunnel.RelayResponse;
import opencmg.tunnel.Tunnel;
import opencmg.tunnel.TunnelLimits;
import opencmg.tunnel.TunnelTarget;

/** Both ends of ours, connected to each other and, as often as a test likes, to a {@link RawPeer} that is the other end. */
final class RawMeeting {

    /** Which end is ours. */
    enum Ours {
        GATEWAY,
        CONNECTION_POINT
    }

    static final String HOLD = "/hold";
    static final String SERVE = "/serve";
    static final String READ = "/read";

    /** With a number behind it: it is answered with a body of that length. */
    static final String BODY = "/body/";

    /** With a window that a test can fill, and without PINGs that come by themselves. */
    private static final TunnelLimits LIMITS = new TunnelLimits(
            64,
            65_535,
            64 << 10,
            Duration.ofMinutes(1),
            Duration.ofMinutes(3),
            Duration.ofSeconds(30),
            Duration.ofSeconds(5),
            10_000);

    final BothEnds ends;

    /** Requests to our connection point for {@value #HOLD}, which it does not read and does not answer. */
    final BlockingQueue<RelayRequest> held = new LinkedBlockingQueue<>();

    /** Those for {@value #SERVE}, which it answers with 204. */
    final BlockingQueue<RelayRequest> served = new LinkedBlockingQueue<>();

    /** Digests of the bodies of those for {@value #READ}. */
    final BlockingQueue<String> read = new LinkedBlockingQueue<>();

    /** A connection waits for the test that is its peer. */
    private static final DialBackoff PATIENT = new DialBackoff(
            Duration.ofMillis(20), Duration.ofMillis(50), Duration.ofSeconds(30), Duration.ofMinutes(1));

    private final SSLContext connectionPointTls;
    private final SSLServerSocket listening;
    private final int port;
    private final Tunnel elsewhere;
    private final List<TunnelDialer> dialers = new ArrayList<>();

    RawMeeting(Path directory) throws Exception {
        ends = new BothEnds(directory);
        connectionPointTls = RawPeer.tls(ends.connectionPointTls);
        listening = (SSLServerSocket) RawPeer.tls(ends.gatewayTls)
                .getServerSocketFactory()
                .createServerSocket(0, 1, InetAddress.getLoopbackAddress());
        port = ends.listen(LIMITS).port();
        dialers.add(dial(port));
        elsewhere = BothEnds.next(ends.gateway.up);
        String unused = BothEnds.next(ends.dialling.up);
        dialers.add(dial(listening.getLocalPort()));
    }

    private TunnelDialer dial(int to) throws Exception {
        return BothEnds.on(
                ends.connectionPointLoop,
                () -> Future.succeededFuture(TunnelDialer.start(
                        ends.vertx,
                        List.of(new TunnelTarget("127.0.0.1", to, "127.0.0.1")),
                        ends.connectionPointTls,
                        LIMITS,
                        PATIENT,
                        BothEnds.hello(1),
                        this::answer,
                        ends.dialling)));
    }

    private Future<RelayResponse> answer(RelayRequest request) {
        String target = request.target();
        if (target.equals(HOLD)) {
            held.add(request);
            return Promise.<RelayResponse>promise().future();
        }
        if (target.startsWith(BODY)) {
            byte[] body = Bodies.of(Integer.parseInt(target.substring(BODY.length())));
            return Future.succeededFuture(new RelayResponse(
                    200, "OK", HttpHeaders.headers(), Bodies.tap(ends.vertx, body, Future.succeededFuture())));
        }
        if (target.equals(SERVE)) {
            served.add(request);
        }
        Future<String> digest = Bodies.read(request.body());
        if (target.equals(READ)) {
            digest.onSuccess(read::add);
        }
        return digest.map(whole -> new RelayResponse(204, "No Content", HttpHeaders.headers(), null));
    }

    /** A connection on which nothing is said yet. */
    RawPeer connect(Ours ours) throws Exception {
        if (ours == Ours.GATEWAY) {
            return new RawPeer((SSLSocket) connectionPointTls.getSocketFactory().createSocket("127.0.0.1", port));
        }
        while (true) {
            try {
                return new RawPeer((SSLSocket) listening.accept());
            } catch (SSLException gaveUp) {
                // it had waited too long for its turn, and dials again
            }
        }
    }

    /** A connection that carries exchanges; {@code settings} are the peer's first, in hex. */
    RawConnection up(Ours ours, String settings) throws Exception {
        RawPeer peer = connect(ours);
        return ours == Ours.GATEWAY
                ? new RawConnectionPoint(this, peer, settings)
                : new RawGateway(this, peer, settings);
    }

    /** The status of an exchange on another connection between the two. */
    int servesElsewhere() throws Exception {
        return ends.exchange(elsewhere, BothEnds.get("/elsewhere"), ends.gatewayLoop)
                .status();
    }

    void close() throws Exception {
        listening.close();
        for (TunnelDialer dialer : dialers) {
            BothEnds.await(dialer.close());
        }
        ends.close();
    }
}
