package opencmg.tunnel.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import opencmg.tunnel.RelayResponse;
import opencmg.tunnel.Tunnel;
import opencmg.tunnel.TunnelListener;
import opencmg.tunnel.eventually.Eventually;
import opencmg.tunnel.link.GatewayConnection.PeerLimits;
import opencmg.tunnel.link.RawPeerFixture.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A connection has 2^30 stream ids (RFC 9113 5.1.1); here it is as if they were few. */
class StreamIdsTest {

    private static final int CONTROL_FRAMES = 1000;

    @TempDir
    Path directory;

    /** The tunnels that are up, in their order, and what happened to them. */
    private static final class Tunnels implements TunnelListener {
        private final List<Tunnel> up = new CopyOnWriteArrayList<>();
        private final List<String> events = new CopyOnWriteArrayList<>();

        @Override
        public void onUp(Tunnel tunnel) {
            up.add(tunnel);
            events.add("up");
        }

        @Override
        public void onDown(Tunnel tunnel, String cause) {
            up.remove(tunnel);
            events.add(cause);
        }

        @Override
        public Future<Applied> onSite(Tunnel tunnel, long version, Buffer json) {
            return Future.succeededFuture(new Applied(version, ""));
        }

        /** As the gateway chooses: the one with the least to do. */
        Tunnel quietest() {
            return up.stream()
                    .filter(Tunnel::isAccepting)
                    .min(Comparator.comparingInt(Tunnel::inFlight))
                    .orElseThrow(() -> new AssertionError("no tunnel takes a request: " + events));
        }
    }

    @Test
    void dialsASuccessorBeforeTheIdsRunOutAndNothingFails() throws Exception {
        TunnelFixture ends = new TunnelFixture(directory);
        try {
            Tunnels tunnels = new Tunnels();
            Promise<Void> release = Promise.promise();
            TunnelServer server =
                    ends.listen(TunnelFixture.SHORT_TIMEOUTS, new PeerLimits(50, 1 << 29, CONTROL_FRAMES), tunnels);
            TunnelDialer ignored = ends.dial(
                    server.port(),
                    ends.connectionPointTls,
                    TunnelFixture.SHORT_TIMEOUTS,
                    TunnelFixture.hello(1),
                    request -> (request.target().equals("/slow") ? release.future() : Future.<Void>succeededFuture())
                            .map(go -> new RelayResponse(204, "No Content", HttpHeaders.headers(), null)));
            Eventually.holds(() -> !tunnels.up.isEmpty());
            Future<TunnelFixture.Answer> slow = Future.future(done -> ends.gatewayLoop.runOnContext(go -> tunnels.up
                    .get(0)
                    .relay(TunnelFixture.get("/slow"))
                    .compose(TunnelFixture::collect)
                    .onComplete(done)));

            while (tunnels.events.stream().filter("up"::equals).count() < 4) {
                // Choosing and sending happen in one turn of the loop, so the tunnel cannot drain in between.
                TunnelFixture.Answer answer = TunnelFixture.on(
                        ends.gatewayLoop,
                        () -> tunnels.quietest().relay(TunnelFixture.get("/x")).compose(TunnelFixture::collect));
                assertThat(answer.status()).isEqualTo(204);
            }

            release.complete();
            assertThat(TunnelFixture.await(slow).status()).isEqualTo(204);
            assertThat(tunnels.events.subList(0, 3))
                    .as("the successor is up before the first is down")
                    .containsExactly(
                            "up", "up", "the connection point drains: another connection has replaced this one");
            assertThat(ends.dialling.down).allMatch(cause -> cause.contains("its stream ids run out"));
            Eventually.holds(() -> server.status().size() <= 2);
        } finally {
            ends.close();
        }
    }

    /** Somebody else's connection point may not know that it should dial. */
    @Test
    void stopsUsingATunnelWithoutASuccessorWhenTheIdsAreUsedUp() throws Exception {
        RawPeerFixture fixture = new RawPeerFixture(directory, new PeerLimits(3, 5, CONTROL_FRAMES));
        try (RawConnectionPoint connection = (RawConnectionPoint) fixture.up(Role.GATEWAY, "")) {
            for (int i = 0; i < 3; i++) {
                assertThat(connection.tunnel.isAccepting()).isTrue();
                assertThat(connection.serve("")).isEmpty();
            }
            int last = connection.open();

            assertThat(connection.tunnel.isAccepting()).isFalse();
            connection.peer.write(Frame.frame(Frame.HEADERS, RawConnection.WHOLE, last, RawConnectionPoint.OK)
                    + Frame.frame(Frame.RST_STREAM, 0, last, "00000000"));
            assertThat(connection.peer.end()).isEqualTo(Frame.Code.NO_ERROR);
        } finally {
            fixture.close();
        }
    }

    @Test
    void choosesNoTunnelThatHasFailed() throws Exception {
        RawPeerFixture fixture = new RawPeerFixture(directory);
        try (RawConnectionPoint connection = (RawConnectionPoint) fixture.up(Role.GATEWAY, "")) {
            connection.peer.write(Frame.frame(Frame.PING, 0, 0, "01"));

            assertThat(connection.peer.end()).isEqualTo(Frame.Code.FRAME_SIZE_ERROR);
            assertThat(connection.tunnel.isAccepting()).isFalse();
        } finally {
            fixture.close();
        }
    }
}
