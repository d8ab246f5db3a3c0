package opencmg.client.setup;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import opencmg.client.http.WebRequest;
import opencmg.launch.cmtrace.ComponentLog;

/**
 * A download job, logged as in DataTransferService.log. If the connection breaks, another one continues where it ended. A later run also continues the
 * file of an earlier one.
 */
final class Transfer {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("MM/dd/yyyy HH:mm:ss", Locale.ROOT);

    /** For the whole download. {@link opencmg.client.http.Web#download} also fails if no bytes arrive for a while. */
    private static final int TIMEOUT_SECONDS = 3600;

    private final Vertx vertx;
    private final RetryPolicy retryPolicy;
    private final ComponentLog log;
    private final Clock clock;
    private final String id = "{" + UUID.randomUUID().toString().toUpperCase(Locale.ROOT) + "}";

    Transfer(Vertx vertx, RetryPolicy retryPolicy, ComponentLog log, Clock clock) {
        this.vertx = vertx;
        this.retryPolicy = retryPolicy;
        this.log = log;
        this.clock = clock;
    }

    /**
     * Downloads a file.
     *
     * @param request for the whole file
     * @param partFile the target; if it exists, it is the beginning of the file
     * @param size of the whole file in bytes
     * @param folder for the log
     */
    void run(CcmHttp http, WebRequest request, Path partFile, long size, Path folder) throws IOException {
        ZonedDateTime start = now();
        log.info("DataTransferService: DTSJob(" + id + ") - created to download from '" + withPort(request) + "' to '"
                + folder + "'.");
        log.info("DTSJob " + id + " in state 'DownloadingData'.");
        try {
            attempts(http, request.timeout(TIMEOUT_SECONDS), partFile, size);
            log.info("Job: " + id + ", Total Files: 1, Transferred Files: 1, Total Bytes: " + size
                    + ", Transferred Bytes: " + size(partFile));
            logEnd("SUCCESS", start);
        } catch (SetupFailedException e) {
            logEnd("FAILURE " + e.code().hex(), start);
            throw e;
        }
    }

    private void attempts(CcmHttp http, WebRequest request, Path partFile, long size) throws IOException {
        Duration pause = retryPolicy.retry();
        for (int attempt = 1; ; attempt++) {
            long offset = size(partFile) < size ? size(partFile) : 0;
            if (offset > 0) {
                log.info("Job: " + id + ", Total Files: 1, Transferred Files: 0, Total Bytes: " + size
                        + ", Transferred Bytes: " + offset);
            }
            try {
                http.download(request, partFile, offset);
                return;
            } catch (SetupFailedException e) {
                if (!e.isTransient() || attempt == retryPolicy.downloads()) {
                    throw e;
                }
                log.warning("DTSJob(" + id + ") was interrupted after " + size(partFile) + " bytes ("
                        + e.code().hex() + "). Will attempt retry " + attempt + " in " + pause.toSeconds()
                        + " seconds.");
                vertx.timer(Math.max(1, pause.toMillis()), TimeUnit.MILLISECONDS)
                        .await();
                pause = RetryPolicy.next(pause);
            }
        }
    }

    private static long size(Path partFile) throws IOException {
        return Files.exists(partFile) ? Files.size(partFile) : 0;
    }

    /** The URL with its port, as in the log. */
    private static String withPort(WebRequest request) {
        String url = request.uri().toString();
        if (request.uri().getPort() >= 0) {
            return url;
        }
        String port = request.uri().getScheme().equals("https") ? ":443" : ":80";
        return url.replaceFirst("(://[^/]+)", "$1" + port);
    }

    private void logEnd(String status, ZonedDateTime start) {
        ZonedDateTime end = now();
        log.info("DTSJob(" + id + "): Job has completed: Status : " + status + ", Start time : " + TIME.format(start)
                + ", Completion time : " + TIME.format(end) + ", Elapsed time : "
                + Duration.between(start, end).toSeconds() + " seconds");
    }

    private ZonedDateTime now() {
        return clock.instant().atZone(clock.getZone());
    }
}
