package opencmg.tunnel.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import opencmg.tunnel.eventually.Eventually;
import opencmg.tunnel.link.NettyPeerFixture.CarriedExchange;
import opencmg.tunnel.link.NettyPeerFixture.Netty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Both ends of ours against an HTTP/2 that somebody else wrote, Netty's: what an end of ours sends must be understood by it and break none of its rules, and
 * the other way round. {@link NettyConnectionPointTest} and {@link NettyGatewayTest} have what is different for the two ends.
 */
class NettyInteropTest {

    private static final byte[] NOTHING = {};

    private static TunnelFixture ends;
    private @Nullable NettyPeerFixture fixture;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        ends = new TunnelFixture(directory);
    }

    @AfterAll
    static void stop() throws Exception {
        ends.close();
    }

    @AfterEach
    void part() throws Exception {
        NettyPeerFixture fixture_ = Objects.requireNonNull(fixture);
        List<Throwable> objections = List.copyOf(fixture_.peer.objections);
        fixture_.close();
        assertThat(objections).isEmpty();
    }

    private NettyPeerFixture meet(Netty as, Http2Settings settings) throws Exception {
        NettyPeerFixture fixture_ = as.meet(ends, TunnelFixture.MANY_EXCHANGES, settings);
        fixture = fixture_;
        return fixture_;
    }

    private static void assertWhole(CarriedExchange carried, byte[] ours, byte[] theirs) throws Exception {
        assertThat(TunnelFixture.await(carried.there().whole.future())).isEqualTo(TestBodies.digest(ours));
        assertThat(TunnelFixture.await(carried.here()).digest()).isEqualTo(TestBodies.digest(theirs));
    }

    // ------------------------------------------------------------------ bodies and windows

    @ParameterizedTest
    @EnumSource
    void carriesASmallExchange(Netty as) throws Exception {
        NettyPeerFixture fixture_ = meet(as, new Http2Settings());
        byte[] small = TestBodies.of(7);

        CarriedExchange carried = fixture_.carry(
                HttpHeaders.headers().add("x-ours", "1"),
                small,
                new DefaultHttp2Headers().add("x-theirs", "2"),
                TestBodies.of(9));

        assertWhole(carried, small, TestBodies.of(9));
        assertThat(TunnelFixture.next(carried.there().heads).get("x-ours")).hasToString("1");
        assertThat(TunnelFixture.await(carried.here()).headers().get("x-theirs"))
                .isEqualTo("2");
    }

    @ParameterizedTest
    @EnumSource
    void carriesBodiesMuchLargerThanTheWindowsBothWaysAtOnce(Netty as) throws Exception {
        NettyPeerFixture fixture_ = meet(as, new Http2Settings());
        byte[] ours = TestBodies.of(3 << 20);
        byte[] theirs = TestBodies.of((3 << 20) + 1);

        assertWhole(fixture_.carry(ours, theirs), ours, theirs);
    }

    @ParameterizedTest
    @EnumSource
    void carriesABodyThroughATinyWindow(Netty as) throws Exception {
        NettyPeerFixture fixture_ = meet(as, new Http2Settings().initialWindowSize(1000));
        byte[] ours = TestBodies.of(300_000);

        assertWhole(fixture_.carry(ours, NOTHING), ours, NOTHING);
    }

    @ParameterizedTest
    @EnumSource
    void respectsTheCurrentMaximumFrameSize(Netty as) throws Exception {
        NettyPeerFixture fixture_ =
                meet(as, new Http2Settings().maxFrameSize(1 << 20).initialWindowSize(1 << 20));
        byte[] ours = TestBodies.of(3 << 20);
        assertWhole(fixture_.carry(ours, NOTHING), ours, NOTHING);

        TunnelFixture.await(fixture_.peer.settings(new Http2Settings().maxFrameSize(16 << 10)));

        assertWhole(fixture_.carry(ours, NOTHING), ours, NOTHING);
    }

    /** The shrinking makes the window negative (RFC 9113 6.9.2): all of it is in use when it comes. */
    @ParameterizedTest
    @EnumSource
    void followsWindowChangesDuringABody(Netty as) throws Exception {
        int window = 50_000;
        NettyPeerFixture fixture_ = meet(as, new Http2Settings().initialWindowSize(window));
        fixture_.peer.withholdCredit = true;
        byte[] ours = TestBodies.of(1 << 20);
        CarriedExchange carried = fixture_.carry(ours, NOTHING);
        Eventually.holds(() -> carried.there().bytes.get() == window);

        TunnelFixture.await(fixture_.peer.settings(new Http2Settings().initialWindowSize(1000)));
        carried.there().grant();
        Eventually.holds(() -> carried.there().bytes.get() > 3L * window);
        TunnelFixture.await(fixture_.peer.settings(new Http2Settings().initialWindowSize(200_000)));

        assertWhole(carried, ours, NOTHING);
    }

    @ParameterizedTest
    @EnumSource
    void sharesTheConnectionAmongManyStreams(Netty as) throws Exception {
        NettyPeerFixture fixture_ = meet(as, new Http2Settings());
        byte[] ours = TestBodies.of(70_000);
        byte[] theirs = TestBodies.of(80_000);
        List<CarriedExchange> all = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            all.add(fixture_.carry(ours, theirs));
        }

        for (CarriedExchange carried : all) {
            assertWhole(carried, ours, theirs);
        }
    }

    @ParameterizedTest
    @EnumSource
    void servesOtherStreamsWhileOneHasNoWindow(Netty as) throws Exception {
        int window = 10_000;
        NettyPeerFixture fixture_ = meet(as, new Http2Settings().initialWindowSize(window));
        byte[] ours = TestBodies.of(200_000);
        fixture_.peer.withholdCredit = true;
        CarriedExchange stalled = fixture_.carry(ours, NOTHING);
        Eventually.holds(() -> stalled.there().bytes.get() == window);

        fixture_.peer.withholdCredit = false;
        assertWhole(fixture_.carry(ours, NOTHING), ours, NOTHING);

        assertThat(stalled.there().bytes).hasValue(window);
        stalled.there().grant();
        assertWhole(stalled, ours, NOTHING);
    }

    /** It counts for the windows like what it surrounds (RFC 9113 6.9.1). */
    @ParameterizedTest
    @EnumSource
    void returnsCreditForPadding(Netty as) throws Exception {
        NettyPeerFixture fixture_ = meet(as, new Http2Settings());
        fixture_.peer.frameSize = 10;
        fixture_.peer.padding = 256;
        byte[] theirs = TestBodies.of(8000); // and three windows of padding

        assertWhole(fixture_.carry(NOTHING, theirs), NOTHING, theirs);
    }

    // ------------------------------------------------------------------ header lists

    @ParameterizedTest
    @EnumSource
    void carriesHeaderListsLongerThanAFrameBothWays(Netty as) throws Exception {
        NettyPeerFixture fixture_ = meet(as, new Http2Settings().maxHeaderListSize(64 << 10));
        MultiMap ours = HttpHeaders.headers();
        Http2Headers theirs = new DefaultHttp2Headers();
        for (int i = 0; i < 8; i++) {
            ours.add("x-long-" + i, "o".repeat(6000 + i));
            theirs.add("x-long-" + i, "t".repeat(6000 + i));
        }

        CarriedExchange carried = fixture_.carry(ours, NOTHING, theirs, NOTHING);

        assertWhole(carried, NOTHING, NOTHING);
        Http2Headers there = TunnelFixture.next(carried.there().heads);
        MultiMap here = TunnelFixture.await(carried.here()).headers();
        for (int i = 0; i < 8; i++) {
            assertThat(there.get("x-long-" + i)).hasToString("o".repeat(6000 + i));
            assertThat(here.get("x-long-" + i)).isEqualTo("t".repeat(6000 + i));
        }
    }

    /** Compressed by what went before, uncompressed where the other end keeps nothing of it, and after each change of mind. */
    @ParameterizedTest
    @EnumSource
    void respectsTheHeaderTableSizeOfThePeer(Netty as) throws Exception {
        NettyPeerFixture fixture_ = meet(as, new Http2Settings().headerTableSize(0));
        assertHeadersPass(fixture_);
        for (int size : List.of(4096, 100, 65_536, 0)) {
            TunnelFixture.await(fixture_.peer.settings(new Http2Settings().headerTableSize(size)));
            assertHeadersPass(fixture_);
        }
    }

    private static void assertHeadersPass(NettyPeerFixture fixture_) throws Exception {
        for (int i = 0; i < 3; i++) {
            CarriedExchange carried = fixture_.carry(
                    HttpHeaders.headers().add("x-same", "as ever").add("x-other", "o" + i),
                    NOTHING,
                    new DefaultHttp2Headers().add("x-same", "as always").add("x-other", "t" + i),
                    NOTHING);
            assertWhole(carried, NOTHING, NOTHING);
            Http2Headers there = TunnelFixture.next(carried.there().heads);
            MultiMap here = TunnelFixture.await(carried.here()).headers();
            assertThat(there.get("x-same")).hasToString("as ever");
            assertThat(there.get("x-other")).hasToString("o" + i);
            assertThat(here.get("x-same")).isEqualTo("as always");
            assertThat(here.get("x-other")).isEqualTo("t" + i);
        }
    }

    @ParameterizedTest
    @EnumSource
    void endsABodyAtItsTrailersAndDropsThem(Netty as) throws Exception {
        NettyPeerFixture fixture_ = meet(as, new Http2Settings());
        fixture_.peer.trailers = new DefaultHttp2Headers().add("x-trailer", "1");
        byte[] theirs = TestBodies.of(200_000);

        CarriedExchange carried =
                fixture_.carry(HttpHeaders.headers(), NOTHING, new DefaultHttp2Headers().add("x-head", "1"), theirs);

        assertWhole(carried, NOTHING, theirs);
        assertThat(TunnelFixture.await(carried.here()).headers().names()).containsExactly("x-head");
    }

    /** Neither a shorter body nor a longer one passes for a whole one (RFC 9113 8.1.1), and only that exchange fails. */
    @ParameterizedTest
    @EnumSource
    void rejectsABodyThatDoesNotMatchContentLength(Netty as) throws Exception {
        NettyPeerFixture fixture_ = meet(as, new Http2Settings());
        byte[] theirs = TestBodies.of(5);
        for (String length : List.of("4", "6")) {
            CarriedExchange carried = fixture_.carry(
                    HttpHeaders.headers(), NOTHING, new DefaultHttp2Headers().add("content-length", length), theirs);

            assertThat(TunnelFixture.relayFailure(carried.here()).reason().safeToRetry())
                    .as("content-length: %s", length)
                    .isFalse();
        }

        assertWhole(fixture_.carry(NOTHING, theirs), NOTHING, theirs);
    }

    // ------------------------------------------------------------------ the connection

    @ParameterizedTest
    @EnumSource
    void acknowledgesAPingWithItsData(Netty as) throws Exception {
        NettyPeerFixture fixture_ = meet(as, new Http2Settings());

        assertThat(TunnelFixture.await(fixture_.peer.ping(0x0123_4567_89ab_cdefL)))
                .isEqualTo(0x0123_4567_89ab_cdefL);
        assertThat(TunnelFixture.await(fixture_.peer.ping(-1))).isEqualTo(-1);
    }

    /** Frames, settings and priorities that mean nothing to it (RFC 9113 4.1, 5.3.2 and 6.5.2). */
    @ParameterizedTest
    @EnumSource
    void ignoresUnknownFramesAndSettings(Netty as) throws Exception {
        NettyPeerFixture fixture_ = meet(as, unknownSetting(0x0a0a, 7));

        fixture_.peer.sendUnknownFrameAndPriority();
        TunnelFixture.await(fixture_.peer.settings(unknownSetting(0xff00, 0xffff_ffffL)));

        assertWhole(fixture_.carry(TestBodies.of(3), TestBodies.of(4)), TestBodies.of(3), TestBodies.of(4));
    }

    private static Http2Settings unknownSetting(int id, long value) {
        Http2Settings settings = new Http2Settings();
        settings.put((char) id, Long.valueOf(value));
        return settings;
    }
}
