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
import opencmg.tunnel.link.NettyMeeting.Carried;
import opencmg.tunnel.link.NettyMeeting.Netty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Both ends of ours against an HTTP/2 that somebody else wrote, Netty's: what an end of ours sends must be understood by it and break none of its rules, and
 * the other way round. {@link OtherConnectionPointTest} and {@link OtherGatewayTest} have what is different for the two ends.
 */
class OtherImplementationTest {

    private static final byte[] NOTHING = {};

    private static BothEnds ends;
    private @Nullable NettyMeeting meeting;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        ends = new BothEnds(directory);
    }

    @AfterAll
    static void stop() throws Exception {
        ends.close();
    }

    @AfterEach
    void part() throws Exception {
        NettyMeeting met = Objects.requireNonNull(meeting);
        List<Throwable> objections = List.copyOf(met.peer.objections);
        met.close();
        assertThat(objections).isEmpty();
    }

    private NettyMeeting meet(Netty as, Http2Settings settings) throws Exception {
        NettyMeeting met = as.meet(ends, BothEnds.WIDE, settings);
        meeting = met;
        return met;
    }

    private static void assertWhole(Carried carried, byte[] ours, byte[] theirs) throws Exception {
        assertThat(BothEnds.await(carried.there().whole.future())).isEqualTo(Bodies.digest(ours));
        assertThat(BothEnds.await(carried.here()).digest()).isEqualTo(Bodies.digest(theirs));
    }

    // ------------------------------------------------------------------ bodies and windows

    @ParameterizedTest
    @EnumSource
    void carriesASmallRequestAndItsAnswer(Netty as) throws Exception {
        NettyMeeting met = meet(as, new Http2Settings());
        byte[] small = Bodies.of(7);

        Carried carried = met.carry(
                HttpHeaders.headers().add("x-ours", "1"),
                small,
                new DefaultHttp2Headers().add("x-theirs", "2"),
                Bodies.of(9));

        assertWhole(carried, small, Bodies.of(9));
        assertThat(BothEnds.next(carried.there().heads).get("x-ours")).hasToString("1");
        assertThat(BothEnds.await(carried.here()).headers().get("x-theirs")).isEqualTo("2");
    }

    @ParameterizedTest
    @EnumSource
    void carriesBodiesMuchLargerThanTheWindowsBothWaysAtOnce(Netty as) throws Exception {
        NettyMeeting met = meet(as, new Http2Settings());
        byte[] ours = Bodies.of(3 << 20);
        byte[] theirs = Bodies.of((3 << 20) + 1);

        assertWhole(met.carry(ours, theirs), ours, theirs);
    }

    @ParameterizedTest
    @EnumSource
    void carriesABodyThroughATinyWindow(Netty as) throws Exception {
        NettyMeeting met = meet(as, new Http2Settings().initialWindowSize(1000));
        byte[] ours = Bodies.of(300_000);

        assertWhole(met.carry(ours, NOTHING), ours, NOTHING);
    }

    @ParameterizedTest
    @EnumSource
    void sendsNoLargerFramesThanTheOtherEndTakesNow(Netty as) throws Exception {
        NettyMeeting met = meet(as, new Http2Settings().maxFrameSize(1 << 20).initialWindowSize(1 << 20));
        byte[] ours = Bodies.of(3 << 20);
        assertWhole(met.carry(ours, NOTHING), ours, NOTHING);

        BothEnds.await(met.peer.settings(new Http2Settings().maxFrameSize(16 << 10)));

        assertWhole(met.carry(ours, NOTHING), ours, NOTHING);
    }

    /** The shrinking makes the window negative (RFC 9113 6.9.2): all of it is in use when it comes. */
    @ParameterizedTest
    @EnumSource
    void followsAWindowThatShrinksAndGrowsInTheMiddleOfABody(Netty as) throws Exception {
        int window = 50_000;
        NettyMeeting met = meet(as, new Http2Settings().initialWindowSize(window));
        met.peer.withholds = true;
        byte[] ours = Bodies.of(1 << 20);
        Carried carried = met.carry(ours, NOTHING);
        Eventually.holds(() -> carried.there().bytes.get() == window);

        BothEnds.await(met.peer.settings(new Http2Settings().initialWindowSize(1000)));
        carried.there().grant();
        Eventually.holds(() -> carried.there().bytes.get() > 3L * window);
        BothEnds.await(met.peer.settings(new Http2Settings().initialWindowSize(200_000)));

        assertWhole(carried, ours, NOTHING);
    }

    @ParameterizedTest
    @EnumSource
    void sharesTheConnectionAmongManyStreams(Netty as) throws Exception {
        NettyMeeting met = meet(as, new Http2Settings());
        byte[] ours = Bodies.of(70_000);
        byte[] theirs = Bodies.of(80_000);
        List<Carried> all = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            all.add(met.carry(ours, theirs));
        }

        for (Carried carried : all) {
            assertWhole(carried, ours, theirs);
        }
    }

    @ParameterizedTest
    @EnumSource
    void sendsForOthersWhileOneStreamIsGivenNoWindow(Netty as) throws Exception {
        int window = 10_000;
        NettyMeeting met = meet(as, new Http2Settings().initialWindowSize(window));
        byte[] ours = Bodies.of(200_000);
        met.peer.withholds = true;
        Carried stalled = met.carry(ours, NOTHING);
        Eventually.holds(() -> stalled.there().bytes.get() == window);

        met.peer.withholds = false;
        assertWhole(met.carry(ours, NOTHING), ours, NOTHING);

        assertThat(stalled.there().bytes).hasValue(window);
        stalled.there().grant();
        assertWhole(stalled, ours, NOTHING);
    }

    /** It counts for the windows like what it surrounds (RFC 9113 6.9.1). */
    @ParameterizedTest
    @EnumSource
    void givesTheWindowBackThatPaddingTook(Netty as) throws Exception {
        NettyMeeting met = meet(as, new Http2Settings());
        met.peer.frameSize = 10;
        met.peer.padding = 256;
        byte[] theirs = Bodies.of(8000); // and three windows of padding

        assertWhole(met.carry(NOTHING, theirs), NOTHING, theirs);
    }

    // ------------------------------------------------------------------ header lists

    @ParameterizedTest
    @EnumSource
    void carriesHeaderListsLongerThanAFrameBothWays(Netty as) throws Exception {
        NettyMeeting met = meet(as, new Http2Settings().maxHeaderListSize(64 << 10));
        MultiMap ours = HttpHeaders.headers();
        Http2Headers theirs = new DefaultHttp2Headers();
        for (int i = 0; i < 8; i++) {
            ours.add("x-long-" + i, "o".repeat(6000 + i));
            theirs.add("x-long-" + i, "t".repeat(6000 + i));
        }

        Carried carried = met.carry(ours, NOTHING, theirs, NOTHING);

        assertWhole(carried, NOTHING, NOTHING);
        Http2Headers there = BothEnds.next(carried.there().heads);
        MultiMap here = BothEnds.await(carried.here()).headers();
        for (int i = 0; i < 8; i++) {
            assertThat(there.get("x-long-" + i)).hasToString("o".repeat(6000 + i));
            assertThat(here.get("x-long-" + i)).isEqualTo("t".repeat(6000 + i));
        }
    }

    /** Compressed by what went before, uncompressed where the other end keeps nothing of it, and after each change of mind. */
    @ParameterizedTest
    @EnumSource
    void compressesHeadersNoFurtherThanTheOtherEndRemembersThem(Netty as) throws Exception {
        NettyMeeting met = meet(as, new Http2Settings().headerTableSize(0));
        assertHeadersPass(met);
        for (int size : List.of(4096, 100, 65_536, 0)) {
            BothEnds.await(met.peer.settings(new Http2Settings().headerTableSize(size)));
            assertHeadersPass(met);
        }
    }

    private static void assertHeadersPass(NettyMeeting met) throws Exception {
        for (int i = 0; i < 3; i++) {
            Carried carried = met.carry(
                    HttpHeaders.headers().add("x-same", "as ever").add("x-other", "o" + i),
                    NOTHING,
                    new DefaultHttp2Headers().add("x-same", "as always").add("x-other", "t" + i),
                    NOTHING);
            assertWhole(carried, NOTHING, NOTHING);
            Http2Headers there = BothEnds.next(carried.there().heads);
            MultiMap here = BothEnds.await(carried.here()).headers();
            assertThat(there.get("x-same")).hasToString("as ever");
            assertThat(there.get("x-other")).hasToString("o" + i);
            assertThat(here.get("x-same")).isEqualTo("as always");
            assertThat(here.get("x-other")).isEqualTo("t" + i);
        }
    }

    @ParameterizedTest
    @EnumSource
    void endsABodyAtItsTrailersAndPassesNothingOfThemOn(Netty as) throws Exception {
        NettyMeeting met = meet(as, new Http2Settings());
        met.peer.trailers = new DefaultHttp2Headers().add("x-trailer", "1");
        byte[] theirs = Bodies.of(200_000);

        Carried carried =
                met.carry(HttpHeaders.headers(), NOTHING, new DefaultHttp2Headers().add("x-head", "1"), theirs);

        assertWhole(carried, NOTHING, theirs);
        assertThat(BothEnds.await(carried.here()).headers().names()).containsExactly("x-head");
    }

    /** Neither a shorter body nor a longer one passes for a whole one (RFC 9113 8.1.1), and only that exchange fails. */
    @ParameterizedTest
    @EnumSource
    void takesNoBodyOfAnotherLengthThanItsContentLengthSays(Netty as) throws Exception {
        NettyMeeting met = meet(as, new Http2Settings());
        byte[] theirs = Bodies.of(5);
        for (String length : List.of("4", "6")) {
            Carried carried = met.carry(
                    HttpHeaders.headers(), NOTHING, new DefaultHttp2Headers().add("content-length", length), theirs);

            assertThat(BothEnds.failureIn(carried.here()).reason().safeToRetry())
                    .as("content-length: %s", length)
                    .isFalse();
        }

        assertWhole(met.carry(NOTHING, theirs), NOTHING, theirs);
    }

    // ------------------------------------------------------------------ the connection

    @ParameterizedTest
    @EnumSource
    void answersAPingWithWhatItBrought(Netty as) throws Exception {
        NettyMeeting met = meet(as, new Http2Settings());

        assertThat(BothEnds.await(met.peer.ping(0x0123_4567_89ab_cdefL))).isEqualTo(0x0123_4567_89ab_cdefL);
        assertThat(BothEnds.await(met.peer.ping(-1))).isEqualTo(-1);
    }

    /** Frames, settings and priorities that mean nothing to it (RFC 9113 4.1, 5.3.2 and 6.5.2). */
    @ParameterizedTest
    @EnumSource
    void passesOverWhatItDoesNotKnow(Netty as) throws Exception {
        NettyMeeting met = meet(as, unknownSetting(0x0a0a, 7));

        met.peer.murmur();
        BothEnds.await(met.peer.settings(unknownSetting(0xff00, 0xffff_ffffL)));

        assertWhole(met.carry(Bodies.of(3), Bodies.of(4)), Bodies.of(3), Bodies.of(4));
    }

    private static Http2Settings unknownSetting(int id, long value) {
        Http2Settings settings = new Http2Settings();
        settings.put((char) id, Long.valueOf(value));
        return settings;
    }
}
