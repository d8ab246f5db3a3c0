package opencmg.connectionpoint.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import opencmg.settings.Secret;
import opencmg.settings.site.ClientTrust;
import opencmg.settings.site.SiteConfiguration;
import opencmg.settings.site.SiteDocument;
import opencmg.settings.site.TokenTrust;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The test plays the site server: it takes each poll from a queue and responds to it. */
class ServerSiteSourceTest {

    private final Vertx vertx = Vertx.vertx();
    private final BlockingQueue<HttpServerRequest> polls = new LinkedBlockingQueue<>();
    private final BlockingQueue<SiteConfiguration> taken = new LinkedBlockingQueue<>();
    private ServerSiteSource source;

    @BeforeEach
    void open() throws Exception {
        HttpServer server =
                await(vertx.createHttpServer().requestHandler(polls::add).listen(0, "127.0.0.1"));
        source = new ServerSiteSource(
                vertx,
                new BlockingWork(vertx),
                vertx.createHttpClient(),
                URI.create("http://127.0.0.1:" + server.actualPort()),
                Secret.of("the-secret"),
                new ServerSiteSource.RetryDelay(Duration.ofMillis(10), Duration.ofMillis(20)),
                new Random(1));
        await(source.start(site -> {
            taken.add(site);
            return Future.succeededFuture();
        }));
    }

    @AfterEach
    void close() throws Exception {
        await(source.close());
        await(vertx.close());
    }

    static SiteConfiguration site(long version) {
        return new SiteConfiguration(
                version,
                "LAB",
                new UUID(1, 1),
                List.of(),
                new TokenTrust("urn:sccm:oauth2:x", "urn:sccm:service", List.of(), List.of()),
                ClientTrust.NONE,
                List.of());
    }

    private static void answer(HttpServerRequest poll, SiteConfiguration site) throws Exception {
        await(poll.response().end(Buffer.buffer(SiteDocument.toJson(site))));
    }

    @Test
    void requestsNewerVersionsWithTheSecret() throws Exception {
        HttpServerRequest first = next(polls);
        assertThat(first.uri()).isEqualTo("/site/configuration?after=0");
        assertThat(first.getHeader("authorization")).isEqualTo("Bearer the-secret");
        answer(first, site(3));
        assertThat(next(taken).version()).isEqualTo(3);

        HttpServerRequest second = next(polls);
        assertThat(second.uri()).isEqualTo("/site/configuration?after=3");
        await(second.response().setStatusCode(304).end());

        HttpServerRequest third = next(polls);
        assertThat(third.uri()).isEqualTo("/site/configuration?after=3");
        answer(third, site(4));
        assertThat(next(taken).version()).isEqualTo(4);
        assertThat(source.trouble()).isEmpty();
    }

    @Test
    void explainsARefusedSecretAndRetries() throws Exception {
        await(next(polls).response().setStatusCode(401).end());

        HttpServerRequest again = next(polls);
        assertThat(source.trouble()).contains("refuses the secret").contains("site.secretFile");
        answer(again, site(1));
        assertThat(next(taken).version()).isEqualTo(1);
    }

    @Test
    void requestsAnyVersionAfterAFailureBecauseTheSiteMayBeAnother() throws Exception {
        answer(next(polls), site(9));
        await(next(polls).connection().close());

        assertThat(next(polls).uri()).isEqualTo("/site/configuration?after=0");
    }

    @Test
    void keepsItsConfigurationWhenTheResponseIsNotOne() throws Exception {
        answer(next(polls), site(1));
        await(next(polls).response().end("{\"version\":2,\"sityCode\":\"LAB\"}"));

        HttpServerRequest again = next(polls);
        assertThat(source.trouble()).contains("sityCode").contains("not a known key");
        assertThat(taken).hasSize(1);
        answer(again, site(2));
    }

    @Test
    void refusesAnEndlessResponse() throws Exception {
        HttpServerRequest poll = next(polls);
        poll.response().setChunked(true);
        Buffer megabyte = Buffer.buffer(new byte[1 << 20]);
        Future<Void> written = Future.succeededFuture();
        for (int i = 0; i < 20; i++) {
            written = written.compose(before -> poll.response().write(megabyte));
        }
        await(written.otherwiseEmpty());

        HttpServerRequest again = next(polls);
        assertThat(source.trouble()).contains("16 MiB");
        assertThat(again.uri()).endsWith("after=0");
    }

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        T one = queue.poll(20, TimeUnit.SECONDS);
        assertThat(one).as("something within 20 s").isNotNull();
        return one;
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
}
