package opencmg.tunnel.link;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpHeaders;
import java.net.InetAddress;
import java.net.InetSocketAddress;
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
final class RawPeerFixture {

    /** Which end is ours. */
    enum Role {
        GATEWAY,
        CONNECTION_POINT
    }

    static final String HOLD = "/hold";
    static final String SERVE = "/serve";
    static final String READ = "/read";

    /** Followed by a number: the response has a body of that length. */
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

    final TunnelFixture ends;

    /** Bytes that a peer's socket takes although nobody reads them; 0 for as many as the system likes. */
    int receiveBuffer;

    /** Requests to our connection point for {@value #HOLD}, which it does not read and does not answer. */
    final BlockingQueue<RelayRequest> held = new LinkedBlockingQueue<>();

    /** Those for {@value #SERVE}, which it answers with 204. */
    final BlockingQueue<RelayRequest> served = new LinkedBlockingQueue<>();

    /** Digests of the bodies of those for {@value #READ}. */
    final BlockingQueue<String> read = new LinkedBlockingQueue<>();

    /** A connection waits for the test that is its peer. */
    private static final DialBackoff LONG_ATTEMPTS = new DialBackoff(
            Duration.ofMillis(20), Duration.ofMillis(50), Duration.ofSeconds(30), Duration.ofMinutes(1));

    private final SSLContext connectionPointTls;
    private final SSLServerSocket listening;
    private final int port;
    private final Tunnel otherTunnel;
    private final List<TunnelDialer> dialers = new ArrayList<>();

    RawPeerFixture(Path directory) throws Exception {
        this(directory, GatewayConnection.PeerLimits.DEFAULT);
    }

    /** {@code peerLimits} are those of our gateway. */
    RawPeerFixture(Path directory, GatewayConnection.PeerLimits peerLimits) throws Exception {
        ends = new TunnelFixture(directory);
        connectionPointTls = RawPeer.tls(ends.connectionPointTls);
        listening = (SSLServerSocket) RawPeer.tls(ends.gatewayTls)
                .getServerSocketFactory()
                .createServerSocket(0, 1, InetAddress.getLoopbackAddress());
        port = ends.listen(LIMITS, peerLimits, ends.gateway).port();
        dialers.add(dial(port));
        otherTunnel = TunnelFixture.next(ends.gateway.up);
        String unused = TunnelFixture.next(ends.dialling.up);
        dialers.add(dial(listening.getLocalPort()));
    }

    private TunnelDialer dial(int to) throws Exception {
        return TunnelFixture.on(
                ends.connectionPointLoop,
                () -> Future.succeededFuture(TunnelDialer.start(
                        ends.vertx,
                        List.of(new TunnelTarget("127.0.0.1", to, "127.0.0.1")),
                        ends.connectionPointTls,
                        LIMITS,
                        LONG_ATTEMPTS,
                        TunnelFixture.hello(1),
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
            byte[] body = TestBodies.of(Integer.parseInt(target.substring(BODY.length())));
            return Future.succeededFuture(new RelayResponse(
                    200, "OK", HttpHeaders.headers(), TestBodies.tap(ends.vertx, body, Future.succeededFuture())));
        }
        if (target.equals(SERVE)) {
            served.add(request);
        }
        Future<String> digest = TestBodies.read(request.body());
        if (target.equals(READ)) {
            digest.onSuccess(read::add);
        }
        return digest.map(whole -> new RelayResponse(204, "No Content", HttpHeaders.headers(), null));
    }

    /** A connection on which nothing is said yet. */
    RawPeer connect(Role ours) throws Exception {
        if (ours == Role.GATEWAY) {
            SSLSocket socket = (SSLSocket) connectionPointTls.getSocketFactory().createSocket();
            if (receiveBuffer > 0) {
                socket.setReceiveBufferSize(receiveBuffer);
            }
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return new RawPeer(socket);
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
    RawConnection up(Role ours, String settings) throws Exception {
        RawPeer peer = connect(ours);
        return ours == Role.GATEWAY
                ? new RawConnectionPoint(this, peer, settings)
                : new RawGateway(this, peer, settings);
    }

    /** The status of an exchange on another connection between the two. */
    int statusOnOtherConnection() throws Exception {
        return ends.exchange(otherTunnel, TunnelFixture.get("/elsewhere"), ends.gatewayLoop)
                .status();
    }

    void close() throws Exception {
        listening.close();
        for (TunnelDialer dialer : dialers) {
            TunnelFixture.await(dialer.close());
        }
        ends.close();
    }
}
