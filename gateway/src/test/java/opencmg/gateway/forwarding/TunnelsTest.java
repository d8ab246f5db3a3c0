package opencmg.gateway.forwarding;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.Set;
import java.util.UUID;
import opencmg.gateway.identity.Awaited;
import opencmg.gateway.identity.TestSite;
import opencmg.gateway.site.PublishedSites;
import opencmg.settings.site.SiteDocument;
import opencmg.tunnel.TunnelListener.Applied;
import opencmg.tunnel.logwatch.LogWatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who is up, and which site configuration they bring. */
class TunnelsTest {

    private final PublishedSites sites = new PublishedSites();
    private final Vertx vertx = Vertx.vertx();
    private final Tunnels tunnels = TestTunnels.of(vertx, sites);
    private final FakeTunnel tunnel = new FakeTunnel();

    @AfterEach
    void close() {
        Awaited.done(vertx.close());
    }

    private Applied offer(FakeTunnel from, long version, Buffer json) {
        return Awaited.value(tunnels.onSite(from, version, json));
    }

    private String reasonToRefuse(FakeTunnel dialed) {
        return tunnels.reasonToRefuse(dialed.peer(), Set.of("LAB"));
    }

    private static Buffer document(TestSite site) {
        return Buffer.buffer(SiteDocument.toJson(site.configuration()));
    }

    @Test
    void knowsATunnelUntilItIsDown() {
        tunnels.onUp(tunnel);
        assertThat(tunnels.isAnyUp()).isTrue();
        assertThat(tunnels.status()).hasSize(1);
        assertThat(tunnels.siteCodes()).containsExactly("LAB");

        tunnels.onDown(tunnel, "cut");
        assertThat(tunnels.isAnyUp()).isFalse();
    }

    @Test
    void retiresConnectionsOfAnEarlierLifeOfTheSamePoint() {
        UUID point = UUID.randomUUID();
        FakeTunnel old = new FakeTunnel("LAB", point, 1);
        FakeTunnel sibling = new FakeTunnel("LAB", point, 2);
        FakeTunnel other = new FakeTunnel("LAB", UUID.randomUUID(), 1);
        tunnels.onUp(old);
        tunnels.onUp(other);
        tunnels.onUp(sibling);
        tunnels.onUp(new FakeTunnel("LAB", point, 2));

        assertThat(old.retiredBecause).isNotEmpty();
        assertThat(sibling.retiredBecause).isEmpty();
        assertThat(other.retiredBecause).isEmpty();
    }

    @Test
    void turnsAnEarlierStartOfTheSamePointAwayThatComesLate() {
        UUID point = UUID.randomUUID();
        tunnels.onUp(new FakeTunnel("LAB", point, 5));

        assertThat(reasonToRefuse(new FakeTunnel("LAB", point, 4)))
                .contains(point.toString(), "epoch 5", "this one has 4", "clock");
        assertThat(reasonToRefuse(new FakeTunnel("LAB", point, 5))).isEmpty();
        assertThat(reasonToRefuse(new FakeTunnel("LAB", point, 6))).isEmpty();
        assertThat(reasonToRefuse(new FakeTunnel())).isEmpty();
    }

    @Test
    void retiresAnEarlierStartThatCameUpBesideALaterOneOnAnotherLoop() {
        UUID point = UUID.randomUUID();
        FakeTunnel late = new FakeTunnel("LAB", point, 4);
        tunnels.onUp(new FakeTunnel("LAB", point, 5));
        tunnels.onUp(late);

        assertThat(late.retiredBecause).isNotEmpty();
    }

    @Test
    void warnsOfALostTunnelAndCallsTheLastOneOfASiteAnError() {
        FakeTunnel other = new FakeTunnel();
        tunnels.onUp(tunnel);
        tunnels.onUp(other);
        tunnels.onUp(new FakeTunnel("XYZ", UUID.randomUUID(), 1));
        try (LogWatch log = LogWatch.of(Tunnels.class)) {
            tunnels.onDown(tunnel, "cut");
            tunnels.onDown(other, "no frame from the other end for 9000 ms");

            assertThat(log.lines()).hasSize(2);
            assertThat(log.lines().get(0)).startsWith("WARN A tunnel is down ").contains("reason=cut");
            assertThat(log.lines().get(1))
                    .startsWith("ERROR The last tunnel of a site is down: its clients are refused ")
                    .contains("site=LAB", "reason=no frame from the other end for 9000 ms");
        }
        assertThat(tunnels.lost())
                .extracting(Tunnels.LostTunnel::reason)
                .containsExactly("no frame from the other end for 9000 ms", "cut");
    }

    @Test
    void remembersOnlyTheLatestThatWent() {
        for (int i = 0; i < 50; i++) {
            FakeTunnel one = new FakeTunnel();
            tunnels.onUp(one);
            tunnels.onDown(one, "number " + i);
        }
        assertThat(tunnels.lost())
                .hasSize(16)
                .first()
                .extracting(Tunnels.LostTunnel::reason)
                .isEqualTo("number 49");
    }

    @Test
    void takesTheFirstConfigurationAndHigherVersionsOnly() {
        TestSite site = new TestSite();
        Buffer first = document(site);
        site.publish();
        Buffer second = document(site);

        assertThat(offer(tunnel, 1, first)).isEqualTo(new Applied(1, ""));
        assertThat(offer(tunnel, 2, second)).isEqualTo(new Applied(2, ""));
        assertThat(offer(tunnel, 1, first)).isEqualTo(new Applied(2, ""));
        assertThat(sites.current().role(TestSite.MP)).isNotNull();
    }

    @Test
    void keepsTheOldConfigurationAndSaysWhatIsWrongWithTheNew() {
        TestSite site = new TestSite();
        assertThat(offer(tunnel, 1, document(site)).problem()).isEmpty();

        Applied unreadable = offer(tunnel, 2, Buffer.buffer("{\"version\": 2, \"roules\": []}"));
        assertThat(unreadable.version()).isEqualTo(1);
        assertThat(unreadable.problem()).contains("roules").contains("known here are");
        assertThat(sites.current().role(TestSite.MP)).isNotNull();
    }

    @Test
    void letsNoConnectionPointSpeakForAnotherSite() {
        FakeTunnel stranger = new FakeTunnel("XYZ", UUID.randomUUID(), 1);
        Applied applied = offer(stranger, 1, document(new TestSite()));

        assertThat(applied.version()).isZero();
        assertThat(applied.problem()).contains("XYZ").contains("LAB");
        assertThat(sites.current().isEmpty()).isTrue();
    }
}
