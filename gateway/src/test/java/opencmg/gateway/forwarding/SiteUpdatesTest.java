package opencmg.gateway.forwarding;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import opencmg.gateway.identity.Awaited;
import opencmg.gateway.identity.TestSite;
import opencmg.gateway.site.PublishedSites;
import opencmg.settings.site.SiteConfiguration;
import opencmg.settings.site.SiteDocument;
import opencmg.tunnel.TunnelListener.Applied;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where and how often site configurations are parsed. */
class SiteUpdatesTest {

    private final Vertx vertx = Vertx.vertx();
    private final PublishedSites sites = new PublishedSites();
    private final TestSite site = new TestSite();
    private final Queue<Boolean> parsedOnWorker = new ConcurrentLinkedQueue<>();
    private final Queue<Long> parsedVersions = new ConcurrentLinkedQueue<>();
    private final SiteUpdates updates = SiteUpdates.start(vertx, sites, this::parse);

    private SiteConfiguration parse(byte[] json) {
        SiteConfiguration parsed = SiteDocument.fromJson(json);
        parsedOnWorker.add(Context.isOnWorkerThread());
        parsedVersions.add(parsed.version());
        return parsed;
    }

    @AfterEach
    void close() {
        Awaited.done(updates.close());
        Awaited.done(vertx.close());
    }

    private Buffer document() {
        return Buffer.buffer(SiteDocument.toJson(site.configuration()));
    }

    /** Calls apply() as a tunnel does. */
    private Future<Applied> applyOnEventLoop(long version, Buffer json) {
        Promise<Applied> applied = Promise.promise();
        vertx.runOnContext(go -> updates.apply(new FakeTunnel(), version, json).onComplete(applied));
        return applied.future();
    }

    @Test
    void parsesOnAWorkerThread() {
        assertThat(Awaited.value(applyOnEventLoop(1, document()))).isEqualTo(new Applied(1, ""));

        assertThat(parsedOnWorker).containsExactly(true);
        assertThat(sites.current().site("LAB")).isNotNull();
    }

    @Test
    void parsesADocumentOnceThatEveryTunnelBrings() {
        Buffer document = document();
        List<Future<Applied>> all = new ArrayList<>();
        for (int tunnel = 0; tunnel < 16; tunnel++) {
            all.add(applyOnEventLoop(1, document));
        }
        all.forEach(one -> assertThat(Awaited.value(one)).isEqualTo(new Applied(1, "")));

        assertThat(parsedVersions).containsExactly(1L);
    }

    @Test
    void doesNotParseTheDocumentInForceAgainWhateverVersionItIsSaidToHave() {
        Buffer document = document();
        assertThat(Awaited.value(applyOnEventLoop(1, document)).version()).isEqualTo(1);
        assertThat(Awaited.value(applyOnEventLoop(100, document))).isEqualTo(new Applied(1, ""));

        assertThat(parsedVersions).containsExactly(1L);
    }

    @Test
    void appliesDocumentsInTheOrderInWhichTheyCame() {
        List<Future<Applied>> all = new ArrayList<>();
        for (long version = 1; version <= 5; version++) {
            all.add(applyOnEventLoop(version, document()));
            site.publish();
        }
        all.forEach(one -> assertThat(Awaited.value(one).problem()).isEmpty());

        assertThat(parsedVersions).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(Awaited.value(all.get(4)).version()).isEqualTo(5);
    }
}
