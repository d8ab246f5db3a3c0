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
 * A {@code site.yaml} beside a real management point. Looked at every two seconds, because file system events do not arrive on network
 * file systems; read when its time or size has changed. One that cannot be used leaves the old one in force.
 */
public final class FileSiteSource implements SiteSource {

    public static final Duration USUAL = Duration.ofSeconds(2);

    private static final Logger log = LoggerFactory.getLogger(FileSiteSource.class);

    private final Vertx vertx;
    private final BlockingWork offLoop;
    private final Path file;
    private final Duration interval;
    private volatile String trouble = "";
    private @Nullable Stamp seen;
    private boolean looking;
    private long timer = -1;

    public FileSiteSource(Vertx vertx, BlockingWork offLoop, Path file, Duration interval) {
        this.vertx = vertx;
        this.offLoop = offLoop;
        this.file = file;
        this.interval = interval;
    }

    @Override
    public Future<Void> start(Listener listener) {
        return look(listener)
                .onSuccess(read -> timer = vertx.setPeriodic(interval.toMillis(), tick -> again(listener)));
    }

    private void again(Listener listener) {
        if (looking) {
            return;
        }
        looking = true;
        look(listener).onComplete(done -> looking = false).onFailure(this::keepTheOld);
    }

    private Future<Void> look(Listener listener) {
        return offLoop.call(() -> Stamp.of(file)).compose(stamp -> {
            if (stamp.equals(seen)) {
                return Future.succeededFuture();
            }
            seen = stamp;
            return offLoop.call(() -> SiteDocument.fromYaml(file))
                    .compose(listener::offer)
                    .onSuccess(taken -> trouble = "");
        });
    }

    private void keepTheOld(Throwable cause) {
        String why = String.valueOf(cause.getMessage());
        if (!why.equals(trouble)) {
            trouble = why;
            log.atError()
                    .addKeyValue("file", file)
                    .addKeyValue("reason", why)
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
