package opencmg.connectionpoint.site;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import opencmg.settings.site.SiteDocument;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a {@code site.yaml} next to a real management point. Polls the file every two seconds, because network file systems deliver no file
 * system events, and reads it when its time or size has changed. While it is invalid, the last valid configuration stays in force.
 */
public final class FileSiteSource implements SiteSource {

    public static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(2);

    private static final Logger log = LoggerFactory.getLogger(FileSiteSource.class);

    private final Vertx vertx;
    private final BlockingWork blocking;
    private final Path file;
    private final Duration interval;
    private volatile String trouble = "";
    private @Nullable Stamp lastRead;
    private boolean polling;
    private long timer = -1;

    public FileSiteSource(Vertx vertx, BlockingWork blocking, Path file, Duration interval) {
        this.vertx = vertx;
        this.blocking = blocking;
        this.file = file;
        this.interval = interval;
    }

    @Override
    public Future<Void> start(Listener listener) {
        return readIfChanged(listener)
                .onSuccess(read -> timer = vertx.setPeriodic(interval.toMillis(), tick -> poll(listener)));
    }

    private void poll(Listener listener) {
        if (polling) {
            return;
        }
        polling = true;
        readIfChanged(listener).onComplete(done -> polling = false).onFailure(this::logFailure);
    }

    private Future<Void> readIfChanged(Listener listener) {
        return blocking.call(() -> Stamp.of(file)).compose(stamp -> {
            if (stamp.equals(lastRead)) {
                return Future.succeededFuture();
            }
            lastRead = stamp;
            return blocking.call(() -> SiteDocument.fromYaml(file))
                    .compose(listener::offer)
                    .onSuccess(taken -> trouble = "");
        });
    }

    private void logFailure(Throwable cause) {
        String reason = String.valueOf(cause.getMessage());
        if (!reason.equals(trouble)) {
            trouble = reason;
            log.atError()
                    .addKeyValue("file", file)
                    .addKeyValue("reason", reason)
                    .log(
                            "The site file cannot be used; the configuration before it stays in force. Mend the file, it is read again"
                                    + " when it changes");
        }
    }

    @Override
    public String place() {
        return file.toString();
    }

    @Override
    public String trouble() {
        return trouble;
    }

    @Override
    public Future<Void> close() {
        vertx.cancelTimer(timer);
        return Future.succeededFuture();
    }

    private record Stamp(FileTime modified, long size) {

        static Stamp of(Path file) throws IOException {
            try {
                BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                return new Stamp(attributes.lastModifiedTime(), attributes.size());
            } catch (NoSuchFileException e) {
                throw new IOException(
                        file + ": does not exist; give an existing file, for example site: {file: site.yaml}", e);
            }
        }
    }
}
