package opencmg.connectionpoint.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import opencmg.settings.InvalidSettingsException;
import opencmg.settings.site.SiteConfiguration;
import opencmg.tunnel.eventually.Eventually;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSiteSourceTest {

    private final Vertx vertx = Vertx.vertx();
    private final BlockingQueue<SiteConfiguration> taken = new LinkedBlockingQueue<>();

    @TempDir
    Path folder;

    @AfterEach
    void close() throws Exception {
        await(vertx.close());
    }

    private Path write(String text) throws Exception {
        // As an editor does it: whole or not at all.
        Path whole = Files.writeString(folder.resolve("new.yaml"), text);
        return Files.move(
                whole,
                folder.resolve("site.yaml"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING,
                java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    }

    private static String yaml(long version) {
        return """
                version: %d
                siteCode: LAB
                hierarchyId: cdcc5e91-0adf-4a24-82d0-196667f1c081
                roles:
                  - id: "72057594037927939"
                    type: MP
                    fqdn: mp1.lab
                    internalUrl: http://127.0.0.1:80
                    endpoints: [{ name: SMS_MP, path: /SMS_MP }]
                tokens: { issuer: "urn:sccm:oauth2:cdcc5e91-0adf-4a24-82d0-196667f1c081", signingCertificates: [] }
                """.formatted(version);
    }

    private FileSiteSource source(Path file) {
        return new FileSiteSource(vertx, new BlockingWork(vertx), file, Duration.ofMillis(20));
    }

    private Future<Void> start(FileSiteSource source) {
        return source.start(site -> {
            taken.add(site);
            return Future.succeededFuture();
        });
    }

    @Test
    void readsTheFileAtTheStartAndAgainWhenItChanges() throws Exception {
        FileSiteSource source = source(write(yaml(1)));
        await(start(source));
        assertThat(taken.remove().version()).isEqualTo(1);

        assertThat(write(yaml(22))).exists();
        assertThat(next().version()).isEqualTo(22);
        await(source.close());
    }

    @Test
    void keepsTheLastValidFileUntilTheNewOneIsMended() throws Exception {
        FileSiteSource source = source(write(yaml(1)));
        await(start(source));
        assertThat(taken.remove().version()).isEqualTo(1);

        assertThat(write(yaml(2).replace("siteCode", "sityCode"))).exists();
        Eventually.holds(() -> !source.trouble().isEmpty());
        assertThat(source.trouble()).contains("site.yaml").contains("sityCode");
        assertThat(taken).isEmpty();

        assertThat(write(yaml(333))).exists();
        assertThat(next().version()).isEqualTo(333);
        Eventually.holds(() -> source.trouble().isEmpty());
    }

    @Test
    void keepsTheLastConfigurationWhileTheFileIsMissing() throws Exception {
        Path file = write(yaml(1));
        FileSiteSource source = source(file);
        await(start(source));
        assertThat(taken.remove().version()).isEqualTo(1);

        Files.delete(file);
        Eventually.holds(() -> !source.trouble().isEmpty());
        assertThat(source.trouble()).contains("does not exist");
    }

    @Test
    void doesNotStartWithAnInvalidFile() throws Exception {
        Path file = write("version: 0");

        assertThatThrownBy(() -> await(start(source(file)))).hasCauseInstanceOf(InvalidSettingsException.class);
        assertThat(taken).isEmpty();
    }

    private SiteConfiguration next() throws InterruptedException {
        SiteConfiguration one = taken.poll(20, TimeUnit.SECONDS);
        assertThat(one).as("a configuration within 20 s").isNotNull();
        return one;
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
}
