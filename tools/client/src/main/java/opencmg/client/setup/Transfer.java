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
 * One download with the lines of DataTransferService.log around it. A connection that breaks is followed by another one, which goes on where the first one
 * ended; so does a later run with what an earlier one left.
 */
final class Transfer {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("MM/dd/yyyy HH:mm:ss", Locale.ROOT);

    /** As a whole; what must not happen meanwhile is silence. */
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
     * Downloads.
     *
     * @param ask for the whole file
     * @param part where it goes; what is there is its beginning
     * @param size that the whole file has
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
            ended("SUCCESS", start);
        } catch (SetupFailedException e) {
            ended("FAILURE " + e.code().hex(), start);
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

    /** The log names the port always. */
    private static String withPort(WebRequest request) {
        String url = request.uri().toString();
        if (request.uri().getPort() >= 0) {
            return url;
        }
        String port = request.uri().getScheme().equals("https") ? ":443" : ":80";
        return url.replaceFirst("(://[^/]+)", "$1" + port);
    }

    private void ended(String status, ZonedDateTime start) {
        ZonedDateTime end = now();
        log.info("DTSJob(" + id + "): Job has completed: Status : " + status + ", Start time : " + TIME.format(start)
                + ", Completion time : " + TIME.format(end) + ", Elapsed time : "
                + Duration.between(start, end).toSeconds() + " seconds");
    }

    private ZonedDateTime now() {
        return clock.instant().atZone(clock.getZone());
    }
}
