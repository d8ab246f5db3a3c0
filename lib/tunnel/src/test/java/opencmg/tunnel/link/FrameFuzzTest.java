package opencmg.tunnel.link;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import opencmg.certs.Pem;
import opencmg.tunnel.RelayRequest;
import opencmg.tunnel.RelayResponse;
import opencmg.tunnel.Tunnel;
import opencmg.tunnel.TunnelListener;
import opencmg.tunnel.http2.Http2Connection;
import opencmg.tunnel.link.GatewayConnection.PeerLimits;
import opencmg.tunnel.logwatch.LogWatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever bytes follow a good beginning, the connection goes on or ends: no exception escapes, no exchange stays open, and the class fails over a buffer that
 * leaks. Without sockets, for a fuzzer needs many runs. The build bends good bytes; {@code JAZZER_FUZZ=1} makes it search.
 */
class FrameFuzzTest {

    private static final int BENT = 1500;
    private static final String FIELD = "00 01 61 01 62";

    private static Vertx vertx;
    private static ContextInternal loop;
    private static java.security.cert.X509Certificate certificate;
    private static TunnelFixture ends;

    @TempDir
    private static Path directory;

    @BeforeAll
    static void start() throws Exception {
        ends = new TunnelFixture(directory);
        vertx = ends.vertx;
        loop = ((VertxInternal) vertx).createEventLoopContext();
        certificate =
                Pem.readCertificates(ends.connectionPointTls.certificateFile()).get(0);
    }

    @AfterAll
    static void stop() throws Exception {
        ends.close();
    }

    @FuzzTest(maxDuration = "10m")
    void gatewaySurvives(byte[] data) throws Exception {
        toGateway(data);
    }

    @FuzzTest(maxDuration = "10m")
    void connectionPointSurvives(byte[] data) throws Exception {
        toConnectionPoint(data);
    }

    @Test
    void gatewaySurvivesBentFrames() throws Exception {
        Random random = new Random(20_261_201);
        for (int i = 0; i < BENT; i++) {
            toGateway(bend(bytes(TO_GATEWAY), random));
        }
    }

    @Test
    void connectionPointSurvivesBentFrames() throws Exception {
        Random random = new Random(20_261_201);
        for (int i = 0; i < BENT; i++) {
            toConnectionPoint(bend(bytes(TO_CONNECTION_POINT), random));
        }
    }

    // ------------------------------------------------------------------ good bytes, and what becomes of them

    private static final String TO_GATEWAY = Frame.frame(Frame.HEADERS, 4, 3, RawConnectionPoint.OK + FIELD)
            + Frame.frame(Frame.DATA, 0, 3, "0102030405")
            + Frame.windowUpdate(3, 100)
            + Frame.frame(Frame.PING, 0, 0, "0123456789abcdef")
            + Frame.setting(4, 70_000)
            + Frame.frame(Frame.PRIORITY, 0, 3, "00000000 10")
            + Frame.frame(Frame.HEADERS, 5, 3, "40 01 61 01 62")
            + Frame.frame(Frame.HEADERS, 0, 5, RawConnectionPoint.OK)
            + Frame.frame(Frame.CONTINUATION, 4, 5, FIELD)
            + Frame.frame(Frame.DATA, 9, 5, "02 01 0000")
            + Frame.frame(Frame.RST_STREAM, 0, 7, "00000007")
            + Frame.data(0, 1, message("{\"type\":\"site\",\"version\":1,\"document\":\"e30\"}"))
            + Frame.data(0, 1, message("{\"type\":\"drain\",\"why\":\"x\"}"))
            + Frame.frame(Frame.GOAWAY, 0, 0, "00000007 00000000 6162");

    private static final String TO_CONNECTION_POINT = Frame.frame(
                    Frame.HEADERS, 5, 3, RawConnection.request(false, "/x") + FIELD)
            + Frame.frame(Frame.HEADERS, 4, 5, RawConnection.request(true, "/y") + "40 01 61 01 62")
            + Frame.frame(Frame.DATA, 0, 5, "0102030405")
            + Frame.frame(Frame.DATA, 9, 5, "02 01 0000")
            + Frame.windowUpdate(0, 100)
            + Frame.setting(4, 70_000)
            + Frame.frame(Frame.PING, 0, 0, "0123456789abcdef")
            + Frame.frame(Frame.HEADERS, 0, 7, RawConnection.request(true, "/z"))
            + Frame.frame(Frame.CONTINUATION, 4, 7, "5c 01 33")
            + Frame.frame(Frame.DATA, 0, 7, "0102")
            + Frame.frame(Frame.RST_STREAM, 0, 7, "00000008")
            + Frame.frame(Frame.PRIORITY, 0, 9, "00000000 10")
            + Frame.data(0, 1, message("{\"type\":\"site-applied\",\"offered\":1,\"version\":1,\"problem\":\"\"}"))
            + Frame.data(0, 1, message("{\"type\":\"drain\",\"why\":\"x\"}"))
            + Frame.frame(Frame.GOAWAY, 0, 0, "00000000 00000000 6162");

    private static byte[] message(String json) {
        return HandshakeMessages.message(json);
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    /** Changes, doubles or removes a few bytes. */
    private static byte[] bend(byte[] good, Random random) {
        byte[] bent = good.clone();
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(bent.length);
            switch (random.nextInt(4)) {
                case 0 -> bent[at] = (byte) random.nextInt(256);
                case 1 -> bent[at] ^= (byte) (1 << random.nextInt(8));
                case 2 ->
                    bent = joined(
                            Arrays.copyOf(bent, at), Arrays.copyOfRange(bent, random.nextInt(at + 1), bent.length));
                default ->
                    bent = bent.length < 40
                            ? bent
                            : joined(
                                    Arrays.copyOf(bent, at),
                                    Arrays.copyOfRange(
                                            bent, Math.min(bent.length, at + 1 + random.nextInt(9)), bent.length));
            }
        }
        return bent;
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    // ------------------------------------------------------------------ one run, on the event loop

    private static void toGateway(byte[] data) throws Exception {
        onLoop(() -> {
            EmbeddedChannel channel = new EmbeddedChannel();
            Listener listener = new Listener();
            GatewayConnection connection = new GatewayConnection(
                    (VertxInternal) vertx,
                    loop,
                    "t1",
                    "fuzz",
                    certificate,
                    TunnelFixture.SHORT_TIMEOUTS,
                    PeerLimits.DEFAULT,
                    "gw-1",
                    listener);
            var unused = channel.pipeline().addLast(connection.http2());
            connection.start();
            feed(
                    channel,
                    bytes(Frame.frame(Frame.SETTINGS, 0, 0, "")
                            + Frame.frame(Frame.HEADERS, 4, 1, RawConnectionPoint.OK)
                            + Frame.data(0, 1, HandshakeMessages.hello())));
            Tunnel tunnel = listener.tunnel;
            if (tunnel == null) {
                throw new AssertionError("the good beginning is not good");
            }
            for (int i = 0; i < 3; i++) { // streams 3, 5 and 7
                tunnel.relay(TunnelFixture.get("/x"), (response, failure) -> {
                    if (response != null && response.body() != null) {
                        response.body()
                                .exceptionHandler(broken -> {})
                                .handler(ByteBuf::release)
                                .resume();
                    }
                });
            }
            feed(channel, data);
            end(channel);
            assertThat(tunnel.inFlight()).isZero();
        });
    }

    private static void toConnectionPoint(byte[] data) throws Exception {
        onLoop(() -> {
            EmbeddedChannel channel = new EmbeddedChannel();
            ConnectorConnection connection = new ConnectorConnection(
                    (VertxInternal) vertx,
                    loop,
                    "d1",
                    "fuzz",
                    TunnelFixture.SHORT_TIMEOUTS,
                    TunnelFixture.hello(1),
                    FrameFuzzTest::answer,
                    new Dialling());
            var unused = channel.pipeline().addLast(connection.http2());
            connection.start(TunnelFixture.SHORT_TIMEOUTS.handshakeTimeout());
            feed(
                    channel,
                    bytes(RawPeer.PREFACE
                            + Frame.frame(Frame.SETTINGS, 0, 0, "")
                            + Frame.frame(Frame.HEADERS, 4, 1, RawConnection.request(true, "/opencmg/control"))
                            + Frame.data(0, 1, HandshakeMessages.welcome())));
            feed(channel, data);
            end(channel);
            assertThat(connection.status().inFlight()).isZero();
        });
    }

    private static Future<RelayResponse> answer(RelayRequest request) {
        return Future.succeededFuture(new RelayResponse(200, "OK", HttpHeaders.headers(), request.body()));
    }

    /** In two reads, the first of which ends anywhere. */
    private static void feed(EmbeddedChannel channel, byte[] data) {
        int half = data.length == 0 ? 0 : (data[data.length - 1] & 0xff) % data.length;
        for (byte[] part : new byte[][] {Arrays.copyOf(data, half), Arrays.copyOfRange(data, half, data.length)}) {
            if (channel.isActive()) {
                boolean unused = channel.writeInbound(Unpooled.copiedBuffer(part));
                channel.runPendingTasks();
            }
        }
    }

    private static void end(EmbeddedChannel channel) {
        channel.checkException();
        boolean unused = channel.finishAndReleaseAll();
        channel.runPendingTasks();
        channel.checkException();
    }

    /** Fails also over an exception that was caught and logged: that is what nobody thought of. */
    private static void onLoop(Runnable run) throws Exception {
        try (LogWatch http2 = LogWatch.of(Http2Connection.class)) {
            assertThat(TunnelFixture.<Boolean>on(loop, () -> {
                        run.run();
                        return Future.succeededFuture(true);
                    }))
                    .isTrue();
            assertThat(http2.lines()).noneMatch(line -> line.startsWith("ERROR"));
        }
    }

    private static final class Listener implements TunnelListener {
        private @Nullable Tunnel tunnel;

        @Override
        public void onUp(Tunnel up) {
            tunnel = up;
        }

        @Override
        public void onDown(Tunnel down, String cause) {}

        @Override
        public Future<Applied> onSite(Tunnel from, long version, Buffer json) {
            return Future.succeededFuture(new Applied(version, ""));
        }
    }

    private static final class Dialling implements ConnectorConnection.Listener {
        @Override
        public void onWelcome(ConnectorConnection connection, String instance) {}

        @Override
        public void onRefused(String reason) {}

        @Override
        public void onDraining(ConnectorConnection connection, String reason) {}

        @Override
        public void onSiteApplied(long offered, long runs, String problem) {}

        @Override
        public void onClosed(ConnectorConnection connection, String cause) {}
    }
}
